package dev.bookingdate.contracts.check;

import dev.bookingdate.desk.consumer.Call.Answer;
import dev.bookingdate.desk.source.SpecNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An answer to a consumer, and how it may differ from its contract. */
record Sent(int status, Map<String, String> headers, JsonNode body) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ANOTHER_ID = "00000000-0000-4000-8000-000000000000";

    Sent without(String header) {
        Map<String, String> fewer = new TreeMap<>(headers);
        fewer.remove(header);
        return new Sent(status, fewer, body);
    }

    Sent with(JsonNode other) {
        return new Sent(status, headers, other);
    }

    /** The contract's answer, with all that is named and that it lacks. */
    static Sent full(Contract contract, Answer answer) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        contract.at("/response/headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString("")));
        answer.headers()
                .forEach(header -> headers.putIfAbsent(
                        header.name(), sample(header.name(), header.schema()).asString()));
        JsonNode body = contract.at("/response/body").deepCopy();
        answer.body().ifPresent(taken -> complete(body, taken));
        // What is said twice is said in two ways, so that it shows which of them is read.
        body.properties()
                .forEach(member ->
                        headers.replaceAll((name, value) -> member.getValue().isString()
                                        && member.getValue().asString().equals(value)
                                ? ANOTHER_ID
                                : value));
        return new Sent(contract.status(), headers, body);
    }

    private static void complete(JsonNode value, SpecNode taken) {
        if (value instanceof ObjectNode object) {
            taken.members("properties").forEach((name, member) -> {
                if (!object.has(name)) {
                    object.set(name, sample(name, member));
                } else {
                    complete(object.get(name), member);
                }
            });
        }
        if (value instanceof ArrayNode list) {
            taken.raw("items").ifPresent(items -> {
                if (list.isEmpty()
                        && items.has("properties")
                        && !items.members("properties").containsKey("message")) {
                    list.add(sample("item", items));
                }
                list.forEach(item -> complete(item, items));
            });
        }
    }

    private static JsonNode sample(String name, SpecNode taken) {
        if (taken.has("enum")) {
            return taken.items("enum").get(0).json();
        }
        return switch (taken.text("type").orElse("string")) {
            case "integer", "number" ->
                JSON.numberNode(1_760_729_200L
                        % (taken.text("format").filter("int64"::equals).isPresent() ? Long.MAX_VALUE : 1_000_000L));
            case "boolean" -> JSON.booleanNode(true);
            case "array" -> {
                ArrayNode list = JSON.arrayNode();
                taken.raw("items").ifPresent(items -> list.add(sample(name, items)));
                yield list;
            }
            case "object" -> {
                ObjectNode object = JSON.objectNode();
                taken.members("properties").forEach((member, schema) -> object.set(member, sample(member, schema)));
                yield object;
            }
            default ->
                JSON.stringNode(
                        taken.text("format").filter("date"::equals).isPresent() ? "2024-02-29" : "sample-of-" + name);
        };
    }

    static JsonNode onlyNamed(JsonNode value, SpecNode taken) {
        if (value.isObject() && taken.has("properties")) {
            ObjectNode named = JSON.objectNode();
            taken.members("properties").forEach((name, member) -> {
                if (value.has(name)) {
                    named.set(name, onlyNamed(value.get(name), member));
                }
            });
            return named;
        }
        if (value.isArray() && taken.has("items")) {
            ArrayNode named = JSON.arrayNode();
            value.forEach(item -> named.add(
                    taken.raw("items").map(items -> onlyNamed(item, items)).orElse(item)));
            return named;
        }
        return value;
    }

    enum Tolerance {
        ABSENT,
        NULL,
        OTHER
    }

    /** Every tolerance of one kind is used. */
    static JsonNode tolerant(JsonNode value, SpecNode taken, Tolerance tolerance) {
        if (value.isObject()) {
            ObjectNode used = JSON.objectNode();
            Map<String, SpecNode> members = new LinkedHashMap<>(taken.members("properties"));
            value.properties().forEach(entry -> {
                SpecNode member = members.get(entry.getKey());
                boolean required = taken.items("required").stream()
                        .anyMatch(item -> item.text().equals(entry.getKey()));
                if (member == null) {
                    used.set(entry.getKey(), entry.getValue());
                } else if (tolerance == Tolerance.NULL && member.isTrue("nullable")) {
                    used.set(entry.getKey(), JSON.nullNode());
                } else if (tolerance != Tolerance.ABSENT || required) {
                    used.set(entry.getKey(), tolerant(entry.getValue(), member, tolerance));
                }
            });
            return used;
        }
        if (value.isArray()) {
            ArrayNode used = JSON.arrayNode();
            value.forEach(item -> used.add(taken.raw("items")
                    .map(items -> tolerant(item, items, tolerance))
                    .orElse(item)));
            return used;
        }
        boolean free = value.isString()
                && !taken.has("enum")
                && !taken.has("pattern")
                && !taken.has("format")
                && !taken.has("maxLength");
        return tolerance == Tolerance.OTHER && free
                ? JSON.stringNode(value.asString() + "-of-tomorrow".repeat(20))
                : value;
    }

    /** Returns a copy with another value at a pointer; without it for null. {@code *} stands for each item. */
    static JsonNode changed(JsonNode body, String pointer, @Nullable JsonNode value) {
        JsonNode copy = body.deepCopy();
        change(copy, pointer.substring(1), value);
        return copy;
    }

    private static void change(JsonNode at, String path, @Nullable JsonNode value) {
        int end = path.indexOf('/');
        String name =
                (end < 0 ? path : path.substring(0, end)).replace("~1", "/").replace("~0", "~");
        if (name.equals("*") && at.isArray()) {
            at.forEach(item -> change(item, path.substring(end + 1), value));
        } else if (end >= 0 && at.has(name)) {
            change(at.get(name), path.substring(end + 1), value);
        } else if (at instanceof ObjectNode object && object.has(name)) {
            if (value == null) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        }
    }
}
