package dev.bookingdate.desk.values;

import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A schema as a text that is the same for schemas of the same meaning: references followed, prose left out, sorted. */
final class Canonical {
    private static final Set<String> PROSE =
            Set.of("title", "description", "example", "externalDocs", "xml", "deprecated", "default");

    private static final int MOST_NODES = 5000;

    private final Set<SpecNode> open = new HashSet<>();
    private int nodes;

    private Canonical() {}

    static String text(SpecNode node) {
        return new Canonical().of(node.resolved(), false);
    }

    /** Whether a keyword says nothing about the values of a schema. */
    static boolean isProse(String keyword) {
        return PROSE.contains(keyword) || (keyword.startsWith("x-") && !keyword.equals("x-extensible-enum"));
    }

    private String of(SpecNode node, boolean named) {
        if (++nodes > MOST_NODES) {
            // What is cut short is the same as nothing else.
            return node.toString();
        }
        if (node.isList()) {
            List<String> items = new ArrayList<>();
            node.items().forEach(item -> items.add(of(item.resolved(), false)));
            return items.toString();
        }
        if (!node.isObject()) {
            return node.json().toString();
        }
        if (!open.add(node)) {
            return "itself";
        }
        TreeMap<String, String> members = new TreeMap<>();
        node.members().forEach((name, member) -> {
            if (named || !isProse(name)) {
                members.put(name, of(member.resolved(), !named && name.equals("properties")));
            }
        });
        open.remove(node);
        return members.entrySet().stream()
                .map(member -> member.getKey() + ": " + member.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
