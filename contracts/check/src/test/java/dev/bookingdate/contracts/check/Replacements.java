package dev.bookingdate.contracts.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A document with one of its nodes replaced by a value of another kind. */
final class Replacements {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<JsonNode> VALUES = Stream.of(
                    "null", "true", "7", "-0.5", "\"text\"", "\"\"", "[]", "[7]", "{}", "{\"a\": [null]}")
            .map(JSON::readTree)
            .toList();

    private Replacements() {}

    /**
     * One document.
     *
     * @param pointer of the node that was replaced
     */
    record Replaced(String pointer, JsonNode value, JsonNode document) {
        /** Returns JSON, which is YAML. */
        String text() {
            return document.toPrettyString();
        }
    }

    /** Returns the pointers of all nodes but the root. */
    static List<String> pointers(JsonNode root) {
        List<String> pointers = new ArrayList<>();
        collect("", root, pointers);
        return pointers;
    }

    private static void collect(String pointer, JsonNode node, List<String> pointers) {
        if (!pointer.isEmpty()) {
            pointers.add(pointer);
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            collect(pointer + MatcherPath.escaped(member.getKey()), member.getValue(), pointers);
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(pointer + "/" + i, node.get(i), pointers);
        }
    }

    /** Returns the document once for each value of another kind. */
    static Stream<Replaced> at(JsonNode root, String pointer) {
        JsonNode now = root.at(pointer);
        return VALUES.stream()
                .filter(value -> value.getNodeType() != now.getNodeType())
                .map(value -> new Replaced(pointer, value, with(root, pointer, value)));
    }

    private static JsonNode with(JsonNode root, String pointer, JsonNode value) {
        JsonNode copy = root.deepCopy();
        int end = pointer.lastIndexOf('/');
        String name = pointer.substring(end + 1).replace("~1", "/").replace("~0", "~");
        JsonNode parent = copy.at(pointer.substring(0, end));
        if (parent instanceof ObjectNode object) {
            object.set(name, value);
        } else if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(name), value);
        }
        return copy;
    }
}
