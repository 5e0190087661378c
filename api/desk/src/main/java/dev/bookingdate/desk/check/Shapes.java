package dev.bookingdate.desk.check;

import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks a document by what OpenAPI says may stand where: unknown names, missing members, wrong kinds of value. */
final class Shapes {
    private static final Map<String, Map<String, SpecNode>> SHAPES = read();

    private final List<Remark> errors = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final Set<SpecNode> seen = new HashSet<>();

    Shapes(SpecNode root) {
        shape(root, "document");
    }

    List<Remark> errors() {
        return errors;
    }

    /** Returns all nodes that have a shape, each once. */
    List<Part> parts() {
        return parts;
    }

    private static Map<String, Map<String, SpecNode>> read() {
        try (InputStream resource = Objects.requireNonNull(Shapes.class.getResourceAsStream("shapes.yaml"))) {
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Map<String, SpecNode>> shapes = new LinkedHashMap<>();
            SpecFiles.data("shapes.yaml", text).members().forEach((shape, node) -> shapes.put(shape, node.members()));
            return shapes;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void shape(SpecNode raw, String shape) {
        SpecNode node = raw.resolved();
        if (!node.isObject()) {
            wrong(node, "an object");
            return;
        }
        if (!seen.add(node)) {
            return;
        }
        parts.add(new Part(shape, node));
        Map<String, SpecNode> known = Objects.requireNonNull(SHAPES.get(shape));
        node.members().forEach((name, member) -> {
            SpecNode wanted = wanted(known, name);
            if (wanted != null) {
                value(member, wanted);
            } else if (!name.startsWith("x-")) {
                unknown(member, name, shape, known.keySet());
            }
        });
        known.keySet().stream()
                .filter(name -> name.endsWith("!"))
                .map(name -> name.substring(0, name.length() - 1))
                .filter(name -> !node.has(name))
                .forEach(name -> errors.add(Remark.error(
                        node.place(), "member-missing", called(node) + ": " + article(shape) + " must have " + name)));
    }

    private static @Nullable SpecNode wanted(Map<String, SpecNode> known, String name) {
        SpecNode wanted = known.get(name);
        return wanted == null ? known.get(name + "!") : wanted;
    }

    private void value(SpecNode node, SpecNode wanted) {
        if (wanted.isList()) {
            if (node.resolved().isList()) {
                node.resolved()
                        .items()
                        .forEach(item -> value(item, wanted.items().get(0)));
            } else {
                wrong(node, "a list");
            }
        } else if (wanted.isObject()) {
            String each = wanted.members().keySet().iterator().next();
            if (!node.resolved().isObject()) {
                wrong(node, "an object");
                return;
            }
            node.resolved().members().forEach((name, member) -> {
                if (!name.startsWith("x-") || !each.matches("path|response")) {
                    named(member, each);
                }
            });
        } else {
            named(node, wanted.text());
        }
    }

    private void named(SpecNode raw, String kind) {
        switch (kind) {
            case "any" -> {}
            case "text" -> must(raw, raw.resolved().json().isString(), "a text");
            case "number" -> must(raw, raw.resolved().json().isNumber(), "a number");
            case "boolean" -> must(raw, raw.resolved().json().isBoolean(), "true or false");
            default -> shape(raw, kind);
        }
        if (kind.equals("schema")) {
            raw.resolved()
                    .raw("additionalProperties")
                    .filter(more -> more.resolved().isObject())
                    .ifPresent(more -> shape(more, "schema"));
        }
    }

    private void must(SpecNode node, boolean right, String wanted) {
        if (!right) {
            wrong(node, wanted);
        }
    }

    private void wrong(SpecNode node, String wanted) {
        errors.add(Remark.error(node.place(), "kind-of-value", called(node) + " must be " + wanted));
    }

    private void unknown(SpecNode member, String name, String shape, Set<String> known) {
        String nearest = known.stream()
                .map(one -> one.replace("!", ""))
                .filter(one -> distance(one, name) <= Math.max(1, name.length() / 4))
                .findFirst()
                .map(one -> "; did you mean " + one + "?")
                .orElse("");
        errors.add(Remark.error(
                member.place(), "unknown-keyword", name + " is no keyword of " + article(shape) + nearest));
    }

    private static String article(String shape) {
        return ("aeiou".indexOf(shape.charAt(0)) >= 0 ? "an " : "a ") + shape;
    }

    private static String called(SpecNode node) {
        return node.pointer().isEmpty() ? "the document" : node.name();
    }

    /** How many letters have to be changed, put in, left out or swapped. */
    private static int distance(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[one.length()][other.length()];
    }
}
