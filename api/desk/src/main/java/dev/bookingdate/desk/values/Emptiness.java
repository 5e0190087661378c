package dev.bookingdate.desk.values;

import dev.bookingdate.desk.values.Case.Lists;
import dev.bookingdate.desk.values.Case.Objects;
import java.util.HashSet;
import java.util.Set;

/** Whether a set has no value at all. A value that would have to contain itself without end is none. */
final class Emptiness {
    private final Set<Values> open = new HashSet<>();

    boolean isEmpty(Values values) {
        if (!open.add(values)) {
            return true;
        }
        boolean empty = values.cases().stream().allMatch(this::isEmpty);
        open.remove(values);
        return empty;
    }

    boolean isEmpty(Case one) {
        return !one.nulls()
                && one.booleans().isEmpty()
                && one.numbers().stream().allMatch(Numbers::isEmpty)
                && one.texts().stream().allMatch(Texts::isEmpty)
                && (one.lists() == null || isEmpty(one.lists()))
                && (one.objects() == null || isEmpty(one.objects()));
    }

    boolean isEmpty(Lists lists) {
        return lists.min() > lists.max() || (lists.min() > 0 && isEmpty(lists.items()));
    }

    boolean isEmpty(Objects objects) {
        if (objects.required().size() > objects.max() || objects.min() > objects.max()) {
            return true;
        }
        if (objects.required().stream().anyMatch(name -> isEmpty(objects.member(name)))) {
            return true;
        }
        long possible = objects.members().values().stream()
                .filter(member -> !isEmpty(member))
                .count();
        return objects.min() > possible && objects.others() == Values.NOTHING;
    }
}
