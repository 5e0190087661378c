package dev.bookingdate.desk.consumer;

import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads what a consumer says of values: a schema of OpenAPI, shorter. A text is a type, with {@code ?} at its end one that may
 * be null. A member is required unless its name ends in {@code ?}. {@code properties} make an object, {@code items} an array.
 */
final class Shape {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "object", "array");
    private static final Set<String> FORMATS = Set.of("int32", "int64");
    private static final String ANY = "any";

    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "format",
            "nullable",
            "enum",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            "items",
            "properties");

    private Shape() {}

    /** Returns the members of an object of members. */
    static List<Member> members(SpecNode written) {
        List<Member> members = new ArrayList<>();
        written.members().forEach((name, value) -> {
            boolean optional = name.endsWith("?");
            String bare = optional ? name.substring(0, name.length() - 1) : name;
            if (bare.isEmpty()
                    || members.stream().anyMatch(member -> member.name().equals(bare))) {
                throw value.wrong("a name, said once");
            }
            members.add(new Member(bare, optional, schema(value), value));
        });
        return members;
    }

    /** Returns the schema in full. */
    static SpecNode schema(SpecNode written) {
        if (!written.isObject()) {
            return written.isList() ? refuse(written) : word(written);
        }
        Map<String, SpecNode> schema = new LinkedHashMap<>();
        written.members().forEach((keyword, value) -> {
            if (!KEYWORDS.contains(keyword)) {
                throw value.wrong(
                        "one of " + String.join(", ", KEYWORDS.stream().sorted().toList()));
            }
            schema.put(keyword, keyword.equals("items") ? schema(value) : value);
        });
        written.raw("properties").ifPresent(properties -> {
            List<Member> members = members(properties);
            Map<String, SpecNode> schemas = new LinkedHashMap<>();
            members.forEach(member -> schemas.put(member.name(), member.schema()));
            schema.put("properties", properties.instead(schemas));
            schema.put(
                    "required",
                    properties.instead(members.stream()
                            .filter(member -> !member.optional())
                            .map(member -> member.node().instead(JSON.stringNode(member.name())))
                            .toList()));
        });
        if (written.text("type").filter(ANY::equals).isPresent()) {
            schema.remove("type");
        } else if (!written.has("type")) {
            String type = written.has("properties") ? "object" : written.has("items") ? "array" : "";
            if (!type.isEmpty()) {
                schema.put("type", written.instead(JSON.stringNode(type)));
            }
        } else if (!TYPES.contains(written.text("type").orElse(""))) {
            throw written.get("type").orElse(written).wrong("one of " + names(TYPES));
        }
        return written.instead(schema);
    }

    private static SpecNode word(SpecNode written) {
        String text = written.text();
        if (text.equals(ANY)) {
            return written.instead(Map.of());
        }
        boolean nullable = text.endsWith("?");
        String type = nullable ? text.substring(0, text.length() - 1) : text;
        boolean format = FORMATS.contains(type);
        if (!format && !TYPES.contains(type)) {
            return refuse(written);
        }
        Map<String, SpecNode> schema = new LinkedHashMap<>();
        schema.put("type", written.instead(JSON.stringNode(format ? "integer" : type)));
        if (format) {
            schema.put("format", written.instead(JSON.stringNode(type)));
        }
        if (nullable) {
            schema.put("nullable", written.instead(JSON.booleanNode(true)));
        }
        return written.instead(schema);
    }

    private static SpecNode refuse(SpecNode written) {
        throw written.wrong("a schema, or one of " + names(TYPES) + ", " + names(FORMATS) + ", " + ANY);
    }

    private static String names(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }
}
