package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One keyword of a schema changed. */
record Mutation(String name, String keyword, JsonNode before, JsonNode after) {
    private static final Set<String> PROSE = Set.of("description", "title", "example", "examples");

    /** Returns the schemas of a document, each under the pointer where it stands; others that it refers to are left open. */
    static Map<String, JsonNode> schemas(SpecNode root) {
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        collect(root, schemas);
        return schemas;
    }

    private static void collect(SpecNode node, Map<String, JsonNode> schemas) {
        if (node.isList()) {
            node.items().forEach(item -> collect(item, schemas));
        } else if (node.isObject()) {
            node.members().forEach((name, member) -> {
                if (name.equals("schema") || node.pointer().equals("/components/schemas")) {
                    if (!member.has("$ref")) {
                        JsonNode schema = plain(member);
                        if (!schemas.containsValue(schema)) {
                            schemas.put(member.pointer(), schema);
                        }
                    }
                } else if (!PROSE.contains(name)) {
                    collect(member, schemas);
                }
            });
        }
    }

    private static JsonNode plain(SpecNode target) {
        if (target.has("$ref")) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (target.isObject()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            target.members().forEach((name, member) -> {
                if (!PROSE.contains(name) || target.name().equals("properties")) {
                    json.set(name, plain(member));
                }
            });
            return json;
        }
        if (target.isList()) {
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            target.items().forEach(item -> json.add(plain(item)));
            return json;
        }
        return target.json();
    }

    /** Returns the schema with each keyword changed in each way, one at a time. */
    static List<Mutation> all(String name, JsonNode schema) {
        List<Mutation> all = new ArrayList<>();
        for (String pointer : objects("", schema).toList()) {
            ObjectNode node = (ObjectNode) schema.at(pointer);
            if (pointer.endsWith("/properties")) {
                continue;
            }
            for (Map.Entry<String, JsonNode> keyword : node.properties()) {
                for (Consumer<ObjectNode> change : changes(keyword.getKey(), keyword.getValue())) {
                    all.add(mutated(name, schema, pointer, keyword.getKey(), change));
                }
            }
            if (!node.has("nullable")) {
                all.add(mutated(name, schema, pointer, "nullable", one -> one.put("nullable", true)));
            }
        }
        return all;
    }

    private static Mutation mutated(
            String name, JsonNode schema, String pointer, String keyword, Consumer<ObjectNode> change) {
        JsonNode after = schema.deepCopy();
        change.accept((ObjectNode) after.at(pointer));
        return new Mutation(name + " " + pointer + "/" + keyword, keyword, schema, after);
    }

    private static Stream<String> objects(String pointer, JsonNode node) {
        Stream<String> here = node.isObject() ? Stream.of(pointer) : Stream.of();
        return Stream.concat(
                here,
                node.properties().stream()
                        .filter(member -> member.getValue().isObject())
                        .flatMap(member -> objects(pointer + "/" + member.getKey(), member.getValue())));
    }

    private static List<Consumer<ObjectNode>> changes(String keyword, JsonNode value) {
        List<Consumer<ObjectNode>> changes = new ArrayList<>();
        changes.add(schema -> schema.remove(keyword));
        switch (keyword) {
            case "type" ->
                changes.add(schema -> schema.put(keyword, value.asString().equals("string") ? "integer" : "string"));
            case "pattern" -> changes.add(schema -> schema.put(keyword, "^[0-9A-F]{4}$"));
            case "format" ->
                changes.add(schema -> schema.put(keyword, value.asString().equals("int32") ? "int64" : "int32"));
            case "minimum", "minLength", "minItems", "maximum", "maxLength", "maxItems" -> {
                changes.add(schema -> schema.put(keyword, value.asInt() + 1));
                changes.add(schema -> schema.put(keyword, Math.max(0, value.asInt() - 1)));
            }
            case "enum" -> {
                changes.add(schema -> ((ArrayNode) schema.get(keyword)).remove(0));
                changes.add(schema -> ((ArrayNode) schema.get(keyword)).add("MUTANT"));
            }
            case "required" -> {
                changes.add(schema -> ((ArrayNode) schema.get(keyword)).remove(0));
                changes.add(schema -> ((ArrayNode) schema.get(keyword)).add("mutant"));
            }
            case "properties" -> {
                changes.add(schema -> schema.put("additionalProperties", false));
                changes.add(schema ->
                        ((ObjectNode) schema.get(keyword)).putObject("mutant").put("type", "string"));
                changes.add(schema -> ((ObjectNode) schema.get(keyword))
                        .remove(value.propertyNames().iterator().next()));
            }
            default -> {
                // Removed only.
            }
        }
        return changes;
    }
}
