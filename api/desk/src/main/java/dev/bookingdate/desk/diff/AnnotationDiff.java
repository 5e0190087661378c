package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Schemas;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The part of {@link SchemaDiff} about keywords that leave the set of values as it is. */
final class AnnotationDiff {
    private static final List<String> PROSE = List.of("title", "description", "example", "externalDocs", "xml");
    private static final Set<String> DEFAULT = Set.of("default");

    private final Findings findings;
    private final KeywordDiff keywords;
    private final Direction direction;

    AnnotationDiff(Findings findings, Direction direction) {
        this.findings = findings;
        this.keywords = new KeywordDiff(findings);
        this.direction = direction;
    }

    void compare(Pair pair) {
        texts(pair);
        defaults(pair);
        deprecated(pair);
        name(pair);
        discriminator(pair);
        nullable(pair);
    }

    /** By OpenAPI 3.0.3 such an enum excludes null all the same, but many tools accept it. */
    private void nullable(Pair pair) {
        boolean was = isNullableInVain(pair.before());
        boolean is = isNullableInVain(pair.after());
        if (direction == Direction.REQUEST ? was && !is : is && !was) {
            Set<String> keywords = Set.of("nullable");
            String words = pair.label() + ": " + pair.change(keywords)
                    + "; beside an enum without null it says nothing, though many tools read it as null";
            findings.add(direction, Change.VALUES_UNCLEAR, pair.oldNode(keywords), pair.newNode(keywords), words);
        }
    }

    private static boolean isNullableInVain(List<SpecNode> nodes) {
        return nodes.stream()
                .anyMatch(node -> node.isTrue("nullable")
                        && node.has("enum")
                        && node.items("enum").stream()
                                .noneMatch(value -> value.json().isNull()));
    }

    private void texts(Pair pair) {
        if (pair.before().size() == 1 && pair.after().size() == 1) {
            SpecNode before = pair.before().get(0);
            SpecNode after = pair.after().get(0);
            keywords.texts(before, after, PROSE, pair.label());
            keywords.compare(before, after, Schemas::isKnown, pair.label());
        }
    }

    private void defaults(Pair pair) {
        if (pair.isSaidAlike(DEFAULT)) {
            return;
        }
        String words = pair.label() + ": " + pair.change(DEFAULT);
        SpecNode before = pair.oldNode(DEFAULT);
        SpecNode after = pair.newNode(DEFAULT);
        if (direction == Direction.REQUEST) {
            findings.add(
                    direction, Change.DEFAULT_CHANGED, before, after, words + "; the same call does something else");
        } else {
            findings.add(Direction.CALL, Change.TEXT_CHANGED, before, after, words);
        }
    }

    private void deprecated(Pair pair) {
        boolean was = pair.before().stream().anyMatch(node -> node.isTrue("deprecated"));
        boolean is = pair.after().stream().anyMatch(node -> node.isTrue("deprecated"));
        if (was != is) {
            Set<String> keywords = Set.of("deprecated");
            String words = pair.label() + (is ? " is deprecated now" : " is no longer deprecated");
            findings.add(
                    Direction.CALL, Change.SCHEMA_DEPRECATED, pair.oldNode(keywords), pair.newNode(keywords), words);
        }
    }

    /** Generated classes are called as the components are. */
    private void name(Pair pair) {
        Optional<String> old = component(pair.before());
        Optional<String> current = component(pair.after());
        if (old.isPresent() && current.isPresent() && !old.equals(current)) {
            String words = "schema " + old.get() + " is called " + current.get() + " now";
            findings.add(Direction.CALL, Change.SCHEMA_RENAMED, pair.oldNode(), pair.newNode(), words);
        }
    }

    private static Optional<String> component(List<SpecNode> nodes) {
        return nodes.size() == 1 && nodes.get(0).pointer().matches("/components/schemas/[^/]+")
                ? Optional.of(nodes.get(0).name())
                : Optional.empty();
    }

    private void discriminator(Pair pair) {
        Optional<SpecNode> old = discriminator(pair.before());
        Optional<SpecNode> current = discriminator(pair.after());
        if (old.isEmpty() && current.isEmpty()) {
            return;
        }
        String before = old.flatMap(node -> node.text("propertyName")).orElse("none");
        String after = current.flatMap(node -> node.text("propertyName")).orElse("none");
        SpecNode oldNode = old.orElse(pair.oldNode());
        SpecNode newNode = current.orElse(pair.newNode());
        if (!before.equals(after)) {
            String words = pair.label() + ": the discriminator was " + before + " and is " + after;
            findings.add(direction, Change.DISCRIMINATOR_CHANGED, oldNode, newNode, words);
            return;
        }
        mapping(pair, oldNode, newNode);
    }

    private void mapping(Pair pair, SpecNode old, SpecNode current) {
        Set<String> names = new TreeSet<>(old.members("mapping").keySet());
        names.addAll(current.members("mapping").keySet());
        for (String name : names) {
            Optional<SpecNode> was = old.get("mapping").flatMap(all -> all.raw(name));
            Optional<SpecNode> is = current.get("mapping").flatMap(all -> all.raw(name));
            Optional<JsonNode> before = was.map(SpecNode::json);
            if (!before.equals(is.map(SpecNode::json))) {
                Change change = was.isEmpty()
                        ? Change.MAPPING_ADDED
                        : is.isEmpty() ? Change.MAPPING_REMOVED : Change.DISCRIMINATOR_CHANGED;
                String words = was.isEmpty() ? " is new" : is.isEmpty() ? " is gone" : " means another schema";
                String message = pair.label() + ": " + name + words + " in the mapping";
                findings.add(direction, change, was.orElse(old), is.orElse(current), message);
            }
        }
    }

    private static Optional<SpecNode> discriminator(List<SpecNode> nodes) {
        return nodes.stream()
                .flatMap(node -> node.get("discriminator").stream())
                .findFirst();
    }
}
