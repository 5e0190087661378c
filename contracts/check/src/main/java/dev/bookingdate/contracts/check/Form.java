package dev.bookingdate.contracts.check;

import dev.bookingdate.desk.source.SpecNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether a contract is one: each part of the kind that it has to be, and none that is not checked. */
final class Form {
    private enum Kind {
        TEXT("a text"),
        NUMBER("a whole number"),
        OBJECT("an object"),
        TEXTS("an object of texts"),
        OBJECTS("a list of objects"),
        ANY("anything");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean is(SpecNode node) {
            return switch (this) {
                case TEXT -> isScalar(node) && node.json().isString();
                case NUMBER ->
                    isScalar(node)
                            && node.json().isIntegralNumber()
                            && node.json().canConvertToInt();
                case OBJECT -> node.isObject();
                case TEXTS ->
                    node.isObject() && node.members().values().stream().allMatch(TEXT::is);
                case OBJECTS -> node.isList() && node.items().stream().allMatch(SpecNode::isObject);
                case ANY -> true;
            };
        }

        private static boolean isScalar(SpecNode node) {
            return !node.isObject() && !node.isList();
        }
    }

    private static final Map<String, Map<String, Kind>> PARTS = Map.of(
            "",
            Map.of(
                    "name", Kind.TEXT,
                    "description", Kind.TEXT,
                    "priority", Kind.NUMBER,
                    "metadata", Kind.TEXTS,
                    "request", Kind.OBJECT,
                    "response", Kind.OBJECT),
            "/request",
            Map.of(
                    "method", Kind.TEXT,
                    "url", Kind.TEXT,
                    "urlPath", Kind.TEXT,
                    "queryParameters", Kind.TEXTS,
                    "headers", Kind.TEXTS,
                    "body", Kind.ANY,
                    "matchers", Kind.OBJECT),
            "/request/matchers",
            Map.of(
                    "url", Kind.OBJECT,
                    "queryParameters", Kind.OBJECTS,
                    "headers", Kind.OBJECTS,
                    "body", Kind.OBJECTS),
            "/response",
            Map.of("status", Kind.NUMBER, "headers", Kind.TEXTS, "body", Kind.ANY, "matchers", Kind.OBJECT),
            "/response/matchers",
            Map.of("headers", Kind.OBJECTS, "body", Kind.OBJECTS));

    private static final Map<String, Kind> MATCHER = Map.of(
            "key", Kind.TEXT,
            "regex", Kind.TEXT,
            "path", Kind.TEXT,
            "type", Kind.TEXT,
            "value", Kind.TEXT,
            "minOccurrence", Kind.NUMBER,
            "maxOccurrence", Kind.NUMBER);

    private static final List<String> MATCHERS = List.of(
            "/request/matchers/queryParameters",
            "/request/matchers/headers",
            "/request/matchers/body",
            "/response/matchers/headers",
            "/response/matchers/body");

    /** What has to be there. */
    private static final List<String> WANTED =
            List.of("/name", "/description", "/request", "/request/method", "/response", "/response/status");

    private Form() {}

    /** Returns whether the rest can be checked. */
    static boolean check(Contract contract, Report report) {
        int[] wrong = {0};
        Report noted = (pointer, rule, text) -> {
            wrong[0]++;
            report.add(pointer, rule, text);
        };
        PARTS.forEach((pointer, parts) -> part(contract.node(), pointer)
                .filter(SpecNode::isObject)
                .ifPresent(node -> node.members().forEach((name, value) -> kind(pointer, name, value, parts, noted))));
        part(contract.node(), "/request/matchers/url")
                .filter(SpecNode::isObject)
                .ifPresent(url -> matcher("/request/matchers/url", url, noted));
        for (String pointer : MATCHERS) {
            List<SpecNode> matchers = part(contract.node(), pointer)
                    .filter(SpecNode::isList)
                    .map(SpecNode::items)
                    .orElse(List.of());
            for (int i = 0; i < matchers.size(); i++) {
                if (matchers.get(i).isObject()) {
                    matcher(pointer + "/" + i, matchers.get(i), noted);
                }
            }
        }
        WANTED.stream()
                .filter(pointer -> part(contract.node(), pointer).isEmpty())
                .forEach(pointer -> noted.add(pointer, Rule.FORM, pointer.substring(1) + " is missing"));
        Set<String> paths = Set.of("url", "urlPath");
        if (part(contract.node(), "/request")
                .filter(request -> request.isObject() && paths.stream().noneMatch(request::has))
                .isPresent()) {
            noted.add("/request", Rule.FORM, "url is missing");
        }
        return wrong[0] == 0;
    }

    private static void matcher(String pointer, SpecNode matcher, Report report) {
        matcher.members().forEach((name, value) -> kind(pointer, name, value, MATCHER, report));
    }

    private static void kind(String pointer, String name, SpecNode value, Map<String, Kind> parts, Report report) {
        Kind kind = parts.get(name);
        String here = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
        if (kind == null) {
            report.add(here, Rule.FORM, name + " is not checked against the spec, so it can't be used");
        } else if (!kind.is(value)) {
            report.add(here, Rule.FORM, name + " must be " + kind.words);
        }
    }

    private static Optional<SpecNode> part(SpecNode root, String pointer) {
        SpecNode at = root;
        for (String name :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/")) {
            if (!at.isObject() || at.raw(name).isEmpty()) {
                return Optional.empty();
            }
            at = at.raw(name).get();
        }
        return Optional.of(at);
    }
}
