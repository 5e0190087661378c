package dev.bookingdate.desk.values;

import dev.bookingdate.desk.values.Case.Lists;
import dev.bookingdate.desk.values.Case.Objects;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Whether a value may belong to a set: rules that can't be decided are taken as met. */
final class Membership {
    private Membership() {}

    static boolean mayHold(Values values, JsonNode value) {
        return values == Values.ANY || values.cases().stream().anyMatch(one -> mayHold(one, value));
    }

    static boolean mayHold(Case one, JsonNode value) {
        if (value.isNull()) {
            return one.nulls();
        }
        if (value.isBoolean()) {
            return one.booleans().contains(value.asBoolean());
        }
        if (value.isNumber()) {
            return one.numbers().stream().anyMatch(numbers -> numbers.contains(value.decimalValue()));
        }
        if (value.isString()) {
            return one.texts().stream().anyMatch(texts -> texts.contains(value.asString()));
        }
        if (value.isArray()) {
            return one.lists() != null && mayHold(one.lists(), value);
        }
        return one.objects() != null && mayHold(one.objects(), value);
    }

    private static boolean mayHold(Lists lists, JsonNode list) {
        Set<JsonNode> different = new HashSet<>();
        for (JsonNode item : list) {
            if (!mayHold(lists.items(), item) || (!different.add(item) && lists.unique())) {
                return false;
            }
        }
        return list.size() >= lists.min() && list.size() <= lists.max();
    }

    private static boolean mayHold(Objects objects, JsonNode object) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!mayHold(objects.member(member.getKey()), member.getValue())) {
                return false;
            }
        }
        return objects.required().stream().allMatch(object::has)
                && object.size() >= objects.min()
                && object.size() <= objects.max();
    }
}
