package dev.bookingdate.desk.source;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A document of many files as one. Schemas, responses, parameters, headers and request bodies become components, named as they
 * are in their files; whatever else {@code $ref} names is written out where it is used. What is said once for several places
 * is said in each of them: the parameters of a path in its operations, and {@code allOf} of plain objects as one object.
 *
 * <p>Each node of the result keeps the place where it was written.
 */
public final class Bundle {
    private static final List<String> ORDER =
            List.of("securitySchemes", "parameters", "headers", "requestBodies", "responses", "schemas");

    private final SpecFiles files = SpecFiles.ofBundle();
    private final SpecNode source;
    private final Map<Component, SpecNode> named = new LinkedHashMap<>();
    private final Deque<Component> toCopy = new ArrayDeque<>();
    private final Set<SpecNode> inlining = new HashSet<>();

    private record Component(String kind, String name) {
        String pointer() {
            return "/components" + SpecNode.escaped(kind) + SpecNode.escaped(name);
        }
    }

    /** What a node is, as far as references depend on it. */
    private enum Kind {
        PART(null, null),
        /** An example, a default: a {@code $ref} in it is none. */
        DATA(null, null),
        EXAMPLE(null, null),
        PATH(null, null),
        SCHEMA("schemas", null),
        RESPONSE("responses", null),
        PARAMETER("parameters", null),
        HEADER("headers", null),
        BODY("requestBodies", null),
        // Maps and lists, whose names are the author's.
        PARTS(null, PART),
        EXAMPLES(null, EXAMPLE),
        PATHS(null, PATH),
        SCHEMAS(null, SCHEMA),
        RESPONSES(null, RESPONSE),
        PARAMETERS(null, PARAMETER),
        HEADERS(null, HEADER),
        BODIES(null, BODY);

        private final @Nullable String component;
        private final @Nullable Kind each;

        Kind(@Nullable String component, @Nullable Kind each) {
            this.component = component;
            this.each = each;
        }

        Kind of(String name) {
            if (each != null) {
                return each;
            }
            if (this == DATA) {
                return DATA;
            }
            return switch (name) {
                case "default", "example", "enum" -> DATA;
                case "value" -> this == EXAMPLE ? DATA : PART;
                case "properties" -> this == SCHEMA ? SCHEMAS : PART;
                case "items", "not", "additionalProperties" -> this == SCHEMA ? SCHEMA : PART;
                case "allOf", "oneOf", "anyOf" -> this == SCHEMA ? SCHEMAS : PART;
                case "schema" -> SCHEMA;
                case "requestBody" -> BODY;
                case "paths" -> PATHS;
                case "content", "callbacks", "links", "securitySchemes" -> PARTS;
                case "examples" -> EXAMPLES;
                case "schemas" -> SCHEMAS;
                case "responses" -> RESPONSES;
                case "parameters" -> PARAMETERS;
                case "headers" -> HEADERS;
                case "requestBodies" -> BODIES;
                default -> PART;
            };
        }

        Kind item() {
            return each == null ? this : each;
        }
    }

    private Bundle(SpecNode source) {
        this.source = source;
    }

    /** Reads a document and makes one of its files; a document of one file stays as it is. */
    public static SpecNode read(Path file) {
        SpecNode source = SpecFiles.read(file);
        return source.isOfOneFile() ? source : new Bundle(source).bundled();
    }

    private SpecNode bundled() {
        Map<String, SpecNode> own = source.members("components");
        own.forEach((kind, all) -> all.resolved().members().forEach((name, node) -> register(kind, name, node, node)));
        SpecNode root = SpecNode.object(files, source.place(), "");
        source.members().forEach((name, member) -> {
            if (!name.equals("components")) {
                root.put(name, copy(member, SpecNode.escaped(name), Kind.PART.of(name)));
            }
        });
        Map<Component, SpecNode> copies = new LinkedHashMap<>();
        while (!toCopy.isEmpty()) {
            Component next = toCopy.remove();
            SpecNode node = Objects.requireNonNull(named.get(next));
            copies.put(
                    next, copy(node, next.pointer(), Kind.PART.of(next.kind()).item()));
        }
        if (!copies.isEmpty()) {
            root.put("components", components(copies));
        }
        files.bundled(root, source.sources());
        return root;
    }

    private SpecNode components(Map<Component, SpecNode> copies) {
        SpecNode components =
                SpecNode.object(files, source.raw("components").orElse(source).place(), "/components");
        List<String> kinds = new ArrayList<>(ORDER);
        named.keySet().stream()
                .map(Component::kind)
                .filter(kind -> !ORDER.contains(kind))
                .distinct()
                .forEach(kinds::add);
        for (String kind : kinds) {
            SpecNode all = SpecNode.object(files, components.place(), "/components" + SpecNode.escaped(kind));
            copies.forEach((component, copy) -> {
                if (component.kind().equals(kind)) {
                    all.put(component.name(), copy);
                }
            });
            if (!all.members().isEmpty()) {
                components.put(kind, all);
            }
        }
        return components;
    }

    private void register(String kind, String name, SpecNode node, SpecNode from) {
        Component component = new Component(kind, name);
        SpecNode known = named.putIfAbsent(component, node);
        if (known == null) {
            toCopy.add(component);
        } else if (!known.equals(node)) {
            throw new UnusableException(
                    from.place(),
                    "two of the " + kind + " are called " + name + ": " + known.place() + " and " + node.place());
        }
    }

    private SpecNode copy(SpecNode node, String pointer, Kind kind) {
        if (kind != Kind.DATA && node.reference().isPresent()) {
            return referred(node, pointer, kind);
        }
        if (node.isList()) {
            SpecNode list = SpecNode.list(files, node.place(), pointer);
            int index = 0;
            for (SpecNode item : node.items()) {
                list.add(copy(item, pointer + "/" + index++, kind.item()));
            }
            return list;
        }
        if (!node.isObject()) {
            return SpecNode.scalar(files, node.place(), pointer, node.json());
        }
        SpecNode object = SpecNode.object(files, node.place(), pointer);
        said(node, pointer, kind)
                .members()
                .forEach((name, member) ->
                        object.put(name, copy(member, pointer + SpecNode.escaped(name), kind.of(name))));
        return object;
    }

    /** Returns the node with what is said elsewhere for it. */
    private static SpecNode said(SpecNode node, String pointer, Kind kind) {
        if (kind == Kind.PATH && node.has("parameters")) {
            return Spread.parameters(node);
        }
        boolean component = kind == Kind.SCHEMA && pointer.matches("/components/schemas/[^/]+");
        return component ? Spread.allOf(node) : node;
    }

    private SpecNode referred(SpecNode node, String pointer, Kind kind) {
        SpecNode target = node.resolved();
        Optional<String> component = component(node, target, kind);
        if (component.isPresent()) {
            SpecNode reference = SpecNode.object(files, node.place(), pointer);
            reference.put(
                    "$ref",
                    SpecNode.scalar(
                            files,
                            node.raw("$ref").orElse(node).place(),
                            pointer + "/$ref",
                            JsonNodeFactory.instance.stringNode("#" + component.get())));
            return reference;
        }
        if (!inlining.add(target)) {
            throw new UnusableException(
                    node.place(),
                    "$ref leads back to itself: " + node.reference().get());
        }
        SpecNode copy = copy(target, pointer, kind);
        inlining.remove(target);
        return copy;
    }

    /** Returns the pointer that a reference has in the bundle; empty where its target is written out instead. */
    private Optional<String> component(SpecNode from, SpecNode target, Kind kind) {
        boolean own = target.place().file().equals(source.place().file());
        if (own && target.pointer().startsWith("/components/")) {
            return Optional.of(target.pointer());
        }
        if (kind.component == null || isWithin(target)) {
            return Optional.empty();
        }
        Component component = new Component(kind.component, name(target));
        SpecNode known = named.get(component);
        if (kind != Kind.SCHEMA && known != null && !known.equals(target)) {
            // Only the name of a schema becomes a type, so only that must be one of a kind.
            return Optional.empty();
        }
        register(component.kind(), component.name(), target, from);
        return Optional.of(component.pointer());
    }

    /** Whether a node is a part of something that has a name of its own, such as a property of a schema. */
    private static boolean isWithin(SpecNode target) {
        long depth = target.pointer().chars().filter(one -> one == '/').count();
        return depth > (target.pointer().startsWith("/components/") ? 3 : 1);
    }

    /** A file that is one component gives it its name. */
    private static String name(SpecNode target) {
        if (!target.pointer().isEmpty()) {
            return target.name();
        }
        String file = Path.of(target.place().file()).getFileName().toString();
        return file.contains(".") ? file.substring(0, file.indexOf('.')) : file;
    }
}
