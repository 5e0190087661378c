package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.source.SpecNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The schemas of one value in both versions.
 *
 * @param before the schemas that all hold in the old version; none where every value is allowed
 * @param label how messages call the value
 * @param oldPlace where the value is declared, for what has no schema
 */
record Pair(List<SpecNode> before, List<SpecNode> after, String label, SpecNode oldPlace, SpecNode newPlace) {
    private static final String COMPONENT = "/components/schemas/";

    static Pair of(
            Optional<SpecNode> before, Optional<SpecNode> after, String label, SpecNode oldPlace, SpecNode newPlace) {
        return new Pair(resolved(before), resolved(after), label, oldPlace, newPlace).named();
    }

    private static List<SpecNode> resolved(Optional<SpecNode> schema) {
        return schema.map(SpecNode::resolved).map(List::of).orElse(List.of());
    }

    Pair with(List<SpecNode> old, List<SpecNode> current) {
        return new Pair(old, current, label, oldPlace, newPlace);
    }

    /** From a component on, messages use its name: the change is the same wherever the component is used. */
    Pair named() {
        boolean component = after.size() == 1
                && after.get(0).pointer().startsWith(COMPONENT)
                && after.get(0).pointer().indexOf('/', COMPONENT.length()) < 0;
        return component ? new Pair(before, after, after.get(0).name(), oldPlace, newPlace) : this;
    }

    SpecNode oldNode() {
        return before.isEmpty() ? oldPlace : before.get(0);
    }

    SpecNode newNode() {
        return after.isEmpty() ? newPlace : after.get(0);
    }

    /** Returns the node of the first of some keywords in the old version, or what is nearest. */
    SpecNode oldNode(Set<String> keywords) {
        return first(before, keywords).orElse(oldNode());
    }

    SpecNode newNode(Set<String> keywords) {
        return first(after, keywords).orElse(newNode());
    }

    private static Optional<SpecNode> first(List<SpecNode> nodes, Set<String> keywords) {
        return nodes.stream()
                .flatMap(node -> new TreeSet<>(keywords).stream().flatMap(keyword -> node.raw(keyword).stream()))
                .findFirst();
    }

    /** Returns what some keywords say, as one text for comparing and for messages. */
    static String said(List<SpecNode> nodes, Set<String> keywords) {
        return nodes.stream()
                .flatMap(node -> new TreeSet<>(keywords)
                        .stream()
                                .flatMap(keyword ->
                                        node.raw(keyword).stream().map(value -> keyword + " " + text(value.json()))))
                .collect(Collectors.joining(", "));
    }

    private static String text(JsonNode value) {
        String text = value.isString() ? value.asString() : value.toString();
        return text.length() <= 100 ? text : text.substring(0, 99) + "…";
    }

    /** Returns the change of some keywords in words. */
    String change(Set<String> keywords) {
        String old = said(before, keywords);
        String current = said(after, keywords);
        if (old.isEmpty() || current.isEmpty()) {
            return old.isEmpty() ? current + " is new" : old + " is gone";
        }
        return old + " became " + current;
    }

    boolean isSaidAlike(Set<String> keywords) {
        return keywords.stream().allMatch(keyword -> values(before, keyword).equals(values(after, keyword)));
    }

    private static List<JsonNode> values(List<SpecNode> nodes, String keyword) {
        return nodes.stream()
                .flatMap(node -> node.raw(keyword).stream())
                .map(SpecNode::json)
                .toList();
    }
}
