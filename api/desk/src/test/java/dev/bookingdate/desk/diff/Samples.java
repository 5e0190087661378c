package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.IndependentValidator;
import dev.bookingdate.desk.values.Reading;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values around what two schemas say, drawn without the engine: valid ones, and each with one thing changed. */
final class Samples {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "0",
            "x y",
            "MUTANT",
            "12345678",
            "90000011",
            "0123456789ABCDEF",
            "ABCD",
            "50.00%",
            "100, 100;w=60",
            "0199f3a47c5e7d1b8a2f4e6c9d0b1a01",
            "d385ab22-0f51-4b97-9ecd-b8ff3fd4fcb6",
            "2026-11-28",
            "2026-11-28T12:00:00Z");

    private static final Map<JsonNode, Set<JsonNode>> KNOWN = new HashMap<>();
    private static final Map<JsonNode, JsonNode> VALID = new HashMap<>();

    private Samples() {}

    static Set<JsonNode> of(JsonNode sending, JsonNode taking) {
        Set<JsonNode> samples = new LinkedHashSet<>(of(sending));
        // Members that only the other one declares are sent by nobody.
        if (!sending.has("properties")) {
            samples.addAll(of(taking));
        }
        return samples;
    }

    private static Set<JsonNode> of(JsonNode schema) {
        Set<JsonNode> known = KNOWN.get(schema);
        if (known == null) {
            known = around(schema);
            KNOWN.put(schema, known);
        }
        return known;
    }

    private static Set<JsonNode> around(JsonNode schema) {
        Set<JsonNode> samples = new LinkedHashSet<>();
        if (schema.has("enum")) {
            schema.get("enum").forEach(samples::add);
        }
        switch (schema.path("type").asString("")) {
            case "object" -> objects(schema, samples);
            case "array" -> lists(schema, samples);
            case "integer", "number" -> numbers(schema, samples);
            case "boolean" -> samples.addAll(List.of(JSON.booleanNode(true), JSON.booleanNode(false)));
            default -> texts(schema, samples);
        }
        samples.addAll(List.of(JSON.nullNode(), JSON.numberNode(7), JSON.stringNode("a"), JSON.booleanNode(true)));
        samples.add(JSON.objectNode());
        samples.add(JSON.arrayNode());
        return samples;
    }

    private static void texts(JsonNode schema, Set<JsonNode> samples) {
        TEXTS.forEach(text -> samples.add(JSON.stringNode(text)));
        for (String bound : List.of("minLength", "maxLength")) {
            int length = schema.path(bound).asInt(0);
            for (int by = -1; by <= 2; by++) {
                samples.add(JSON.stringNode("a".repeat(Math.max(0, length + by))));
            }
        }
    }

    private static void numbers(JsonNode schema, Set<JsonNode> samples) {
        for (long number : List.of(0L, 1L, -1L, 5L, 1L << 31, -(1L << 31) - 1, Long.MAX_VALUE)) {
            samples.add(JSON.numberNode(number));
        }
        samples.add(JSON.numberNode(BigInteger.ONE.shiftLeft(63)));
        samples.add(JSON.numberNode(0.5));
        for (String bound : List.of("minimum", "maximum")) {
            for (int by = -2; by <= 2; by++) {
                samples.add(JSON.numberNode(schema.path(bound).asLong(0) + by));
            }
        }
    }

    private static void lists(JsonNode schema, Set<JsonNode> samples) {
        Set<JsonNode> items = of(schema.path("items"));
        samples.add(JSON.arrayNode());
        for (JsonNode item : items) {
            samples.add(JSON.arrayNode().add(item));
        }
        for (int size = 1; size <= schema.path("maxItems").asInt(0) + 2; size++) {
            ArrayNode list = JSON.arrayNode();
            for (int i = 0; i < size; i++) {
                list.add(items.iterator().next());
            }
            samples.add(list);
        }
    }

    private static void objects(JsonNode schema, Set<JsonNode> samples) {
        ObjectNode whole = JSON.objectNode();
        Map<String, List<JsonNode>> values = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(member -> {
            List<JsonNode> some = new ArrayList<>(of(member.getValue()));
            values.put(member.getKey(), some);
            whole.set(member.getKey(), valid(member.getValue(), some));
        });
        schema.path("required").forEach(name -> {
            if (!whole.has(name.asString())) {
                whole.put(name.asString(), "a");
            }
        });
        samples.add(whole);
        samples.add(whole.deepCopy().put("unknown", 1));
        values.forEach((name, some) -> {
            ObjectNode without = whole.deepCopy();
            without.remove(name);
            samples.add(without);
            some.forEach(value -> samples.add(whole.deepCopy().set(name, value)));
        });
        schema.path("required").forEach(name -> {
            ObjectNode without = whole.deepCopy();
            without.remove(name.asString());
            samples.add(without);
        });
    }

    private static JsonNode valid(JsonNode schema, List<JsonNode> some) {
        return VALID.computeIfAbsent(schema, any -> firstValid(schema, some));
    }

    private static JsonNode firstValid(JsonNode schema, List<JsonNode> some) {
        SpecNode node = Documents.schema(schema);
        var validator = new IndependentValidator(Reading.ANSWER_TAKEN);
        return some.stream()
                .filter(value -> validator.accepts(List.of(node), value))
                .findFirst()
                .orElse(some.get(0));
    }
}
