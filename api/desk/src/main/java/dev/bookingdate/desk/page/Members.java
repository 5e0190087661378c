package dev.bookingdate.desk.page;

import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The members of an object, one a row, those of inner objects below it. */
final class Members {
    /** Deep enough for a list of objects with an object in them; a schema may refer to itself. */
    private static final int DEEPEST = 4;

    private final List<List<String>> rows = new ArrayList<>();

    private Members() {}

    static List<List<String>> rows(SpecNode schema) {
        Members members = new Members();
        members.of(schema.resolved(), "", 1);
        return members.rows;
    }

    private void of(SpecNode schema, String path, int depth) {
        Map<String, SpecNode> properties = new LinkedHashMap<>();
        Set<String> required = new TreeSet<>();
        collect(schema, properties, required, 1);
        properties.forEach((name, raw) -> {
            SpecNode member = raw.resolved();
            String always = required.contains(name) ? "" : ", may be absent";
            rows.add(List.of(
                    path + name,
                    type(member) + always,
                    member.text("description").orElse("")));
            if (depth < DEEPEST) {
                of(member, path + name + ".", depth + 1);
                member.get("items").ifPresent(items -> of(items, path + name + "[].", depth + 1));
            }
        });
    }

    private static void collect(SpecNode schema, Map<String, SpecNode> properties, Set<String> required, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        schema.items("allOf").forEach(part -> collect(part.resolved(), properties, required, depth + 1));
        properties.putAll(schema.members("properties"));
        schema.items("required").forEach(name -> required.add(name.text()));
    }

    /** Returns the type in words, with the bounds that a reader asks for first. */
    static String type(SpecNode raw) {
        SpecNode schema = raw.resolved();
        String type = schema.text("type").orElse(schema.has("properties") || schema.has("allOf") ? "object" : "any");
        String format = schema.text("format").map(one -> " (" + one + ")").orElse("");
        String values = schema.items("enum").isEmpty()
                ? ""
                : ": "
                        + schema.items("enum").stream()
                                .map(value -> value.json().isString()
                                        ? value.text()
                                        : value.json().toString())
                                .collect(Collectors.joining(", "));
        String most = schema.text("maxLength")
                .map(one -> ", at most " + one + " characters")
                .orElse("");
        String items = schema.get("items").map(one -> " of " + type(one)).orElse("");
        return type + format + items + values + most;
    }
}
