package dev.bookingdate.desk.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes what is said once into the places that it is said for, so that readers of a bundle need to understand less. */
final class Spread {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final List<String> IN_ORDER = List.of("path", "query", "header", "cookie");
    private static final Set<String> ANNOTATIONS = Set.of("title", "description", "example");
    /** What an object may say besides, to be one with others; anything else changes its meaning there. */
    private static final Set<String> OF_PLAIN_OBJECTS =
            Set.of("type", "title", "description", "example", "required", "properties", "allOf");

    private Spread() {}

    /** Returns a path item whose operations have its parameters, in the order of a request: path, query, headers, cookies. */
    static SpecNode parameters(SpecNode path) {
        List<SpecNode> shared = path.items("parameters");
        SpecNode spread = SpecNode.object(path);
        path.members().forEach((name, member) -> {
            if (METHODS.contains(name)) {
                spread.put(name, withParameters(member.resolved(), shared));
            } else if (!name.equals("parameters")) {
                spread.put(name, member);
            }
        });
        return spread;
    }

    private static SpecNode withParameters(SpecNode operation, List<SpecNode> shared) {
        Map<String, SpecNode> parameters = new LinkedHashMap<>();
        shared.forEach(parameter -> parameters.put(key(parameter), parameter));
        operation.items("parameters").forEach(parameter -> parameters.put(key(parameter), parameter));
        SpecNode all = SpecNode.list(operation.raw("parameters").orElse(operation));
        parameters.values().stream()
                .sorted(Comparator.comparingInt(parameter -> IN_ORDER.indexOf(in(parameter))))
                .forEach(all::add);
        SpecNode spread = SpecNode.object(operation);
        operation.members().forEach((name, member) -> {
            if (name.equals("responses")) {
                spread.put("parameters", all);
            }
            spread.put(name, name.equals("parameters") ? all : member);
        });
        spread.put("parameters", all);
        return spread;
    }

    private static String key(SpecNode parameter) {
        return in(parameter) + " " + parameter.resolved().text("name").orElse("");
    }

    private static String in(SpecNode parameter) {
        return parameter.resolved().text("in").orElse("");
    }

    /** Returns a schema whose {@code allOf} is one object; as it is where its parts are more than plain objects. */
    static SpecNode allOf(SpecNode schema) {
        return schema.has("allOf") ? one(schema).orElse(schema) : schema;
    }

    private static Optional<SpecNode> one(SpecNode schema) {
        boolean plain = OF_PLAIN_OBJECTS.containsAll(schema.members().keySet())
                && schema.text("type").orElse("object").equals("object");
        if (!plain) {
            return Optional.empty();
        }
        Optional<SpecNode> one = Optional.of(SpecNode.object(schema));
        for (SpecNode part : schema.items("allOf")) {
            one = one.flatMap(so -> one(part.resolved()).flatMap(more -> merged(so, more)));
        }
        SpecNode own = SpecNode.object(schema);
        schema.members().forEach((name, member) -> {
            if (!name.equals("allOf")) {
                own.put(name, member);
            }
        });
        return one.flatMap(so -> merged(so, own));
    }

    /** Returns what holds where both do; empty where that can't be said in one schema. Of texts, the later ones count. */
    private static Optional<SpecNode> merged(SpecNode one, SpecNode other) {
        SpecNode merged = SpecNode.object(other);
        one.members().forEach(merged::put);
        for (Map.Entry<String, SpecNode> member : other.members().entrySet()) {
            String name = member.getKey();
            Optional<SpecNode> known = merged.raw(name);
            Optional<SpecNode> both = known.isEmpty()
                    ? Optional.of(member.getValue()).filter(any -> !name.equals("nullable"))
                    : both(name, known.get(), member.getValue());
            if (both.isEmpty()) {
                return Optional.empty();
            }
            merged.put(name, both.get());
        }
        return Optional.of(merged);
    }

    private static Optional<SpecNode> both(String keyword, SpecNode one, SpecNode other) {
        if (ANNOTATIONS.contains(keyword) || one.json().equals(other.json())) {
            return Optional.of(other);
        }
        return switch (keyword) {
            case "required" -> Optional.of(union(one, other));
            case "properties" -> properties(one, other);
            default -> Optional.empty();
        };
    }

    private static SpecNode union(SpecNode one, SpecNode other) {
        Set<String> names = new LinkedHashSet<>();
        SpecNode union = SpecNode.list(other);
        List<SpecNode> all = new ArrayList<>(one.items());
        all.addAll(other.items());
        all.stream().filter(name -> names.add(name.text())).forEach(union::add);
        return union;
    }

    private static Optional<SpecNode> properties(SpecNode one, SpecNode other) {
        SpecNode properties = SpecNode.object(other);
        one.members().forEach(properties::put);
        for (Map.Entry<String, SpecNode> property : other.members().entrySet()) {
            Optional<SpecNode> known = properties.raw(property.getKey());
            Optional<SpecNode> both =
                    known.isEmpty() ? Optional.of(property.getValue()) : property(known.get(), property.getValue());
            if (both.isEmpty()) {
                return Optional.empty();
            }
            properties.put(property.getKey(), both.get());
        }
        return Optional.of(properties);
    }

    private static Optional<SpecNode> property(SpecNode one, SpecNode other) {
        if (one.json().equals(other.json())) {
            return Optional.of(other);
        }
        boolean reference = one.reference().isPresent() || other.reference().isPresent();
        return reference ? Optional.empty() : merged(one, other);
    }
}
