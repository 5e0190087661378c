package dev.bookingdate.desk.values;

import dev.bookingdate.desk.values.Case.Lists;
import dev.bookingdate.desk.values.Case.Objects;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Finds small values of a set. Where none is found there may still be one. */
final class Examples {
    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Set<Values> open = new HashSet<>();
    private final Map<Values, JsonNode> smallest = new HashMap<>();

    Optional<JsonNode> smallest(Values values) {
        JsonNode known = smallest.get(values);
        if (known != null) {
            return Optional.of(known);
        }
        if (!open.add(values)) {
            return Optional.empty();
        }
        Optional<JsonNode> found = values.cases().stream()
                .flatMap(one -> smallest(one).stream())
                .min(Comparator.comparingInt(value -> value.toString().length()));
        open.remove(values);
        if (open.isEmpty()) {
            found.ifPresent(value -> smallest.put(values, value));
        }
        return found;
    }

    Optional<JsonNode> smallest(Case one) {
        return several(one)
                .min(Comparator.comparingInt(value -> value.toString().length()));
    }

    /** Returns different values of a case, a few of each kind. */
    Stream<JsonNode> several(Case one) {
        List<JsonNode> found = new ArrayList<>();
        one.texts().forEach(texts -> texts.examples().forEach(text -> found.add(JSON.stringNode(text))));
        one.numbers().forEach(numbers -> numbers.examples().limit(20).forEach(number -> found.add(number(number))));
        one.booleans().forEach(value -> found.add(JSON.booleanNode(value)));
        if (one.objects() != null) {
            object(one.objects(), Map.of()).ifPresent(found::add);
        }
        if (one.lists() != null) {
            list(one.lists(), one.lists().min()).ifPresent(found::add);
        }
        if (one.nulls()) {
            found.add(JSON.nullNode());
        }
        return found.stream().distinct();
    }

    /** Returns an array of a number of items. */
    Optional<JsonNode> list(Lists lists, int size) {
        if (size > 1000) {
            return Optional.empty();
        }
        ArrayNode list = JSON.arrayNode();
        if (size == 0) {
            return Optional.of(list);
        }
        if (!lists.unique()) {
            Optional<JsonNode> item = smallest(lists.items());
            item.ifPresent(value -> IntStream.range(0, size).forEach(any -> list.add(value)));
            return item.map(any -> list);
        }
        if (!open.add(lists.items())) {
            return Optional.empty();
        }
        List<JsonNode> items = lists.items().cases().stream()
                .flatMap(this::several)
                .distinct()
                .limit(size)
                .toList();
        open.remove(lists.items());
        items.forEach(list::add);
        return items.size() < size ? Optional.empty() : Optional.of(list);
    }

    /** Returns an object with these members, and no more besides than it needs. */
    Optional<JsonNode> object(Objects objects, Map<String, JsonNode> wanted) {
        Map<String, JsonNode> members = new TreeMap<>(wanted);
        for (String name : objects.required()) {
            if (!members.containsKey(name)) {
                Optional<JsonNode> value = smallest(objects.member(name));
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                members.put(name, value.get());
            }
        }
        return filled(objects, members, objects.min(), Set.of());
    }

    /** Adds members until there are enough; none of those without. */
    Optional<JsonNode> filled(Objects objects, Map<String, JsonNode> members, int size, Set<String> without) {
        Map<String, JsonNode> all = new TreeMap<>(members);
        Set<String> names = new TreeSet<>(objects.members().keySet());
        IntStream.range(0, Math.min(size, 100)).mapToObj(Examples::otherName).forEach(names::add);
        for (String name : names) {
            if (all.size() < size && !all.containsKey(name) && !without.contains(name)) {
                smallest(objects.member(name)).ifPresent(value -> all.put(name, value));
            }
        }
        if (all.size() < size || all.size() > objects.max()) {
            return Optional.empty();
        }
        ObjectNode object = JSON.objectNode();
        all.forEach(object::set);
        return Optional.of(object);
    }

    /** A whole number is an integer, however it was computed. */
    static JsonNode number(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return plain.scale() <= 0 ? JSON.numberNode(plain.toBigIntegerExact()) : JSON.numberNode(plain);
    }

    static String otherName(int number) {
        return "other" + (number == 0 ? "" : String.valueOf(number));
    }
}
