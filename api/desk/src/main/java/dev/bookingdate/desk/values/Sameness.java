package dev.bookingdate.desk.values;

import dev.bookingdate.desk.source.SpecNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether schemas say the same, word by word but for prose and for the names of what they refer to. Most schemas of two versions
 * do, and then nothing has to be proven.
 */
public final class Sameness {
    private record Two(SpecNode one, SpecNode other) {}

    private final Set<Two> same = new HashSet<>();
    private final Set<Two> different = new HashSet<>();
    private final Set<Two> open = new HashSet<>();

    /** Whether some schemas say the same as others, one by one. */
    public boolean isSame(List<SpecNode> some, List<SpecNode> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (!isSame(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isSame(SpecNode one, SpecNode other) {
        boolean result = compare(one, other, false);
        // Until all is compared, what is open is only assumed.
        if (result) {
            same.addAll(open);
        }
        open.clear();
        return result;
    }

    private boolean compare(SpecNode raw, SpecNode otherRaw, boolean named) {
        SpecNode one = raw.resolved();
        SpecNode other = otherRaw.resolved();
        Two two = new Two(one, other);
        if (same.contains(two)) {
            return true;
        }
        if (different.contains(two)) {
            return false;
        }
        if (!open.add(two)) {
            return true;
        }
        boolean result = one.isObject()
                ? other.isObject() && members(one, other, named)
                : one.isList()
                        ? other.isList() && items(one, other)
                        : !other.isObject() && one.json().equals(other.json());
        if (!result) {
            different.add(two);
        }
        return result;
    }

    private boolean items(SpecNode one, SpecNode other) {
        if (one.items().size() != other.items().size()) {
            return false;
        }
        for (int i = 0; i < one.items().size(); i++) {
            if (!compare(one.items().get(i), other.items().get(i), false)) {
                return false;
            }
        }
        return true;
    }

    private boolean members(SpecNode one, SpecNode other, boolean named) {
        Set<String> names = new HashSet<>(one.members().keySet());
        names.addAll(other.members().keySet());
        for (String name : names) {
            if (!named && Canonical.isProse(name)) {
                continue;
            }
            SpecNode member = one.raw(name).orElse(null);
            SpecNode twin = other.raw(name).orElse(null);
            if (member == null || twin == null || !compare(member, twin, !named && name.equals("properties"))) {
                return false;
            }
        }
        return true;
    }
}
