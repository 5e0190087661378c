package dev.bookingdate.desk.values;

import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.source.UnusableException;
import dev.bookingdate.desk.values.Case.Lists;
import dev.bookingdate.desk.values.Case.Objects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads schemas as sets of values: {@code allOf} flattened, {@code oneOf} and {@code anyOf} as cases. */
public final class Schemas {
    private static final int MOST_CASES = 128;

    /** They say nothing about the set, or are read elsewhere here. */
    private static final Set<String> KNOWN = Stream.of(
                    Stream.of(
                            "type",
                            "nullable",
                            "allOf",
                            "oneOf",
                            "anyOf",
                            "items",
                            "minItems",
                            "maxItems",
                            "uniqueItems"),
                    Stream.of("properties", "required", "additionalProperties", "minProperties", "maxProperties"),
                    Stream.of("title", "description", "default", "example", "externalDocs", "xml", "deprecated"),
                    Stream.of("discriminator", "readOnly", "writeOnly", "not"),
                    Facets.TEXT.stream(),
                    Facets.NUMBER.stream())
            .flatMap(some -> some)
            .collect(Collectors.toUnmodifiableSet());

    private final Reading reading;
    private final Map<Set<SpecNode>, Values> known = new HashMap<>();
    private final Set<SpecNode> expanding = new LinkedHashSet<>();
    private final Emptiness emptiness = new Emptiness();

    public Schemas(Reading reading) {
        this.reading = reading;
    }

    /** Returns the values that a schema allows. */
    public Values of(SpecNode schema) {
        return all(Set.of(schema));
    }

    /** Returns the values that all of some schemas allow. */
    public Values all(Collection<SpecNode> schemas) {
        Set<SpecNode> key =
                schemas.stream().map(SpecNode::resolved).collect(Collectors.toCollection(LinkedHashSet::new));
        if (key.isEmpty()) {
            return Values.ANY;
        }
        return known.computeIfAbsent(
                key,
                nodes ->
                        new Values(() -> product(nodes).stream().map(this::read).toList()));
    }

    /** Whether it is a keyword that is read, or one that says nothing about values. */
    public static boolean isKnown(String keyword) {
        return KNOWN.contains(keyword) || keyword.startsWith("x-");
    }

    /** Schemas that hold together, with rules that can't be decided. */
    private record Flat(List<SpecNode> nodes, Set<String> opaque) {
        Flat and(Flat other) {
            List<SpecNode> all = new ArrayList<>(nodes);
            other.nodes.stream().filter(node -> !nodes.contains(node)).forEach(all::add);
            Set<String> rules = new TreeSet<>(opaque);
            rules.addAll(other.opaque);
            return new Flat(all, rules);
        }
    }

    private List<Flat> product(Collection<SpecNode> nodes) {
        List<Flat> flats = List.of(new Flat(List.of(), Set.of()));
        for (SpecNode node : nodes) {
            flats = and(flats, expand(node));
        }
        return flats;
    }

    private static List<Flat> and(List<Flat> some, List<Flat> others) {
        return some.stream().flatMap(one -> others.stream().map(one::and)).toList();
    }

    private List<Flat> expand(SpecNode node) {
        if (!node.isObject()) {
            throw node.wrong("a schema");
        }
        if (!expanding.add(node)) {
            throw new UnusableException(node.place(), "the schema contains itself: " + node.pointer());
        }
        List<Flat> flats = List.of(new Flat(List.of(node), Set.of()));
        for (SpecNode part : node.items("allOf")) {
            flats = and(flats, expand(part.resolved()));
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (node.has(choice)) {
                flats = and(flats, choice(node, choice));
            }
        }
        expanding.remove(node);
        if (flats.size() > MOST_CASES) {
            String rule = "more than " + MOST_CASES + " combinations of " + Canonical.text(node);
            return List.of(new Flat(List.of(), Set.of(rule)));
        }
        return flats;
    }

    private List<Flat> choice(SpecNode node, String keyword) {
        List<SpecNode> branches =
                node.items(keyword).stream().map(SpecNode::resolved).toList();
        List<Flat> flats = new ArrayList<>();
        branches.forEach(branch -> flats.addAll(expand(branch)));
        if (keyword.equals("anyOf") || areDisjoint(branches)) {
            return flats;
        }
        String rule = "exactly one of "
                + branches.stream().map(Canonical::text).sorted().toList();
        return flats.stream()
                .map(flat -> flat.and(new Flat(List.of(), Set.of(rule))))
                .toList();
    }

    private boolean areDisjoint(List<SpecNode> branches) {
        for (int i = 0; i < branches.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (!emptiness.isEmpty(all(List.of(branches.get(j), branches.get(i))))) {
                    return false;
                }
            }
        }
        return true;
    }

    private Case read(Flat flat) {
        List<SpecNode> nodes = flat.nodes();
        Set<String> kinds = new TreeSet<>(Set.of("null", "boolean", "number", "string", "array", "object"));
        Set<String> opaque = new TreeSet<>(flat.opaque());
        boolean open = reading == Reading.ANSWER_TAKEN && Facets.isOpenEnum(nodes);
        Predicate<String> wanted = keyword -> !open || !keyword.equals("enum");
        List<JsonNode> listed = null;
        for (SpecNode node : nodes) {
            kinds.retainAll(kinds(node));
            node.members().forEach((keyword, value) -> opaque(keyword, value, opaque));
            if (node.has("enum") && !open) {
                List<JsonNode> own =
                        node.items("enum").stream().map(SpecNode::json).toList();
                listed = listed == null
                        ? own
                        : listed.stream().filter(own::contains).toList();
            }
        }
        List<JsonNode> values = listed;
        if (values != null && values.stream().anyMatch(JsonNode::isContainer)) {
            opaque.add("enum " + values);
        }
        boolean nulls =
                kinds.contains("null") && (values == null || values.stream().anyMatch(JsonNode::isNull));
        Set<Boolean> booleans = kinds.contains("boolean")
                ? Stream.of(true, false)
                        .filter(one -> values == null
                                || values.stream().anyMatch(value -> value.isBoolean() && value.asBoolean() == one))
                        .collect(Collectors.toSet())
                : Set.of();
        boolean arrays =
                kinds.contains("array") && (values == null || values.stream().anyMatch(JsonNode::isArray));
        boolean objects =
                kinds.contains("object") && (values == null || values.stream().anyMatch(JsonNode::isObject));
        return new Case(
                nodes,
                nulls,
                booleans,
                kinds.contains("number") ? Facets.numbers(nodes, wanted) : List.of(),
                kinds.contains("string") ? Facets.texts(nodes, wanted) : List.of(),
                arrays ? lists(nodes) : null,
                objects ? objects(nodes) : null,
                opaque);
    }

    private static void opaque(String keyword, SpecNode value, Set<String> rules) {
        if (keyword.equals("not") || !isKnown(keyword)) {
            rules.add(keyword + " " + Canonical.text(value.resolved()));
        }
    }

    private static Set<String> kinds(SpecNode node) {
        String type = node.text("type").orElse("");
        return switch (type) {
            case "" -> Set.of("null", "boolean", "number", "string", "array", "object");
            case "integer", "number" -> withNull("number", node);
            case "string", "boolean", "array", "object" -> withNull(type, node);
            default -> throw new UnusableException(node.get("type").orElse(node).place(), "there is no type " + type);
        };
    }

    /** Only beside a type does {@code nullable} add something: OpenAPI 3.0.3. */
    private static Set<String> withNull(String kind, SpecNode node) {
        return node.isTrue("nullable") ? Set.of(kind, "null") : Set.of(kind);
    }

    private Lists lists(List<SpecNode> nodes) {
        return new Lists(
                all(nodes.stream().flatMap(node -> node.get("items").stream()).toList()),
                most(nodes, "minItems"),
                least(nodes, "maxItems"),
                nodes.stream().anyMatch(node -> node.isTrue("uniqueItems")));
    }

    private Objects objects(List<SpecNode> nodes) {
        Set<String> required = new TreeSet<>();
        nodes.forEach(node -> node.items("required").forEach(name -> required.add(name.text())));
        Map<String, Values> members = new LinkedHashMap<>();
        for (SpecNode node : nodes) {
            for (String name : node.members("properties").keySet()) {
                if (!members.containsKey(name)) {
                    List<SpecNode> declared = declared(nodes, name);
                    boolean otherWay = declared.stream().anyMatch(one -> one.isTrue(reading.otherWay()));
                    if (otherWay) {
                        required.remove(name);
                    }
                    members.put(
                            name,
                            otherWay ? reading.isSent() ? Values.NOTHING : Values.ANY : member(nodes, name, declared));
                }
            }
        }
        boolean map = nodes.stream()
                .anyMatch(node -> node.get("additionalProperties")
                        .filter(others -> others.isObject() && !others.members().isEmpty())
                        .isPresent());
        return new Objects(
                members,
                required,
                member(nodes, null, List.of()),
                map,
                most(nodes, "minProperties"),
                least(nodes, "maxProperties"));
    }

    /** Returns the schemas that declare a member. */
    public static List<SpecNode> declared(List<SpecNode> nodes, String name) {
        return nodes.stream()
                .flatMap(node -> node.get("properties").flatMap(all -> all.get(name)).stream())
                .toList();
    }

    private Values member(List<SpecNode> nodes, @Nullable String name, List<SpecNode> declared) {
        List<SpecNode> schemas = new ArrayList<>(declared);
        for (SpecNode node : nodes) {
            SpecNode others = node.get("additionalProperties").orElse(null);
            if (others == null || (name != null && node.members("properties").containsKey(name))) {
                continue;
            }
            if (others.isObject()) {
                schemas.add(others);
            } else if (!others.isTrue()) {
                return Values.NOTHING;
            }
        }
        return all(schemas);
    }

    private static int most(List<SpecNode> nodes, String keyword) {
        return nodes.stream()
                .flatMap(node -> node.get(keyword).stream())
                .mapToInt(SpecNode::count)
                .max()
                .orElse(0);
    }

    private static int least(List<SpecNode> nodes, String keyword) {
        return nodes.stream()
                .flatMap(node -> node.get(keyword).stream())
                .mapToInt(SpecNode::count)
                .min()
                .orElse(Integer.MAX_VALUE);
    }
}
