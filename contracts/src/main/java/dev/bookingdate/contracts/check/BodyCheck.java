package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.check.MatcherPath.Target;
import dev.bookingdate.contracts.spec.Schemas;
import dev.bookingdate.contracts.spec.SpecNode;
import dev.bookingdate.contracts.spec.YamlSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Holds a JSON body and its matchers against a schema. */
final class BodyCheck {
    private static final Set<String> MEMBERS = Set.of("path", "type", "value", "minOccurrence", "maxOccurrence");
    private static final List<String> NARROWING = List.of("pattern", "enum", "format", "minLength", "maxLength");

    private final Schemas schemas;
    private final TextCheck texts;

    BodyCheck(Schemas schemas, TextCheck texts) {
        this.schemas = schemas;
        this.texts = texts;
    }

    /** Holds the example itself against the schema. */
    void value(JsonNode body, String pointer, SpecNode schema, Report report) {
        schemas.objections(schema, body)
                .forEach(objection -> report.add(
                        pointer + objection.pointer(), Rule.SCHEMA, objection.text() + " (" + schema.place() + ")"));
    }

    /** Finds members that the schema does not know: a consumer would rely on what nobody has promised. */
    void unknownMembers(JsonNode body, String pointer, SpecNode schema, Report report) {
        Optional<SpecNode> properties = schema.member("properties");
        body.properties().forEach(member -> {
            String here = pointer + YamlSource.escaped(member.getKey());
            Optional<SpecNode> known = properties.flatMap(all -> all.member(member.getKey()));
            if (known.isEmpty()) {
                report.add(
                        here, Rule.UNKNOWN_MEMBER, member.getKey() + " is promised nowhere (" + schema.place() + ")");
            } else {
                unknownMembers(member.getValue(), here, known.get(), report);
            }
        });
        if (body.isArray()) {
            schema.member("items").ifPresent(items -> {
                for (int i = 0; i < body.size(); i++) {
                    unknownMembers(body.get(i), pointer + "/" + i, items, report);
                }
            });
        }
    }

    /**
     * Holds the matchers against the body that they are for, and what they can stand for against the schema.
     *
     * @param own takes what is wrong with a matcher whatever the spec says
     * @param report takes what the spec does not allow
     */
    void matchers(Contract contract, String side, SpecNode schema, Report own, Report report) {
        JsonNode list = contract.at(side + "/matchers/body");
        for (int i = 0; i < list.size(); i++) {
            matcher(list, i, contract.at(side + "/body"), side, schema, own, report);
        }
    }

    private void matcher(
            JsonNode list, int number, JsonNode body, String side, SpecNode root, Report own, Report report) {
        JsonNode matcher = list.get(number);
        String here = side + "/matchers/body/" + number;
        Optional<MatcherPath> path = MatcherPath.parse(matcher.path("path").asString(""));
        if (path.isEmpty() || !MEMBERS.containsAll(matcher.propertyNames())) {
            own.add(here, Rule.MATCHER_UNPROVABLE, "only members, places in a list and [*] can be followed");
            return;
        }
        List<Target> targets = path.get().in(body);
        if (targets.isEmpty()) {
            own.add(
                    here + "/path",
                    Rule.MATCHER_WITHOUT_EFFECT,
                    "there is no " + matcher.path("path").asString() + " in the body");
            return;
        }
        Optional<SpecNode> schema = path.get().in(root);
        if (schema.isEmpty()) {
            report.add(
                    here + "/path",
                    Rule.UNKNOWN_MEMBER,
                    matcher.path("path").asString() + " is promised nowhere (" + root.place() + ")");
            return;
        }
        switch (matcher.path("type").asString("none")) {
            case "by_regex" -> regex(matcher, here, targets, side, schema.get(), own, report);
            case "by_type" -> {
                if (!hasRegex(list, matcher.path("path"))) {
                    narrowing(here, schema.get(), report);
                }
                type(matcher, here, targets, schema.get(), own, report);
            }
            case "by_equality" -> {
                // The value is the example itself, which has been held against the schema.
            }
            default ->
                own.add(
                        here + "/type",
                        Rule.MATCHER_UNPROVABLE,
                        "what " + matcher.path("type").asString("none")
                                + " stands for can't be proven; use by_regex, by_type or by_equality");
        }
    }

    private void regex(
            JsonNode matcher,
            String here,
            List<Target> targets,
            String side,
            SpecNode schema,
            Report own,
            Report report) {
        if (!matcher.path("value").isString()) {
            own.add(here, Rule.MATCHER_UNPROVABLE, "by_regex needs a value");
            return;
        }
        String regex = matcher.get("value").asString();
        for (Target target : targets) {
            texts.example(target.value().asString(""), side + "/body" + target.pointer(), regex, own);
        }
        boolean permitted = targets.stream()
                .allMatch(target -> schemas.objections(schema, target.value()).isEmpty());
        texts.schema(regex, here + "/value", schema, permitted, report);
    }

    /** Then by_type adds that it is a text, which by_regex does not look at. */
    private static boolean hasRegex(JsonNode list, JsonNode path) {
        return list.valueStream()
                .anyMatch(other -> other.path("type").asString("").equals("by_regex")
                        && other.path("path").equals(path));
    }

    private static void narrowing(String here, SpecNode schema, Report report) {
        List<String> narrowing = NARROWING.stream().filter(schema.json()::has).toList();
        if (schema.text("type", "none").equals("string") && !narrowing.isEmpty()) {
            report.add(
                    here + "/type",
                    Rule.MATCHER_TOO_WIDE,
                    "by_type stands for any text, the spec has " + String.join(", ", narrowing) + " (" + schema.place()
                            + "); use by_regex");
        }
    }

    private static void type(
            JsonNode matcher, String here, List<Target> targets, SpecNode schema, Report own, Report report) {
        String type = schema.text("type", "none");
        for (Target target : targets) {
            if (!type.equals(type(target.value()))
                    && !(type.equals("number") && target.value().isNumber())) {
                report.add(
                        here,
                        Rule.MATCHER_TYPE,
                        "the example is of type " + type(target.value()) + ", the spec says " + type + " ("
                                + schema.place() + ")");
            }
        }
        if (type.equals("array")) {
            occurrences(matcher, here, targets, schema, own, report);
        }
    }

    private static void occurrences(
            JsonNode matcher, String here, List<Target> targets, SpecNode schema, Report own, Report report) {
        int min = matcher.path("minOccurrence").asInt(0);
        int max = matcher.path("maxOccurrence").asInt(Integer.MAX_VALUE);
        for (Target target : targets) {
            if (target.value().size() < min || target.value().size() > max) {
                own.add(
                        here,
                        Rule.MATCHER_REFUSES_EXAMPLE,
                        "the example has " + target.value().size() + " items");
            }
        }
        int least = schema.json().path("minItems").asInt(0);
        int most = schema.json().path("maxItems").asInt(Integer.MAX_VALUE);
        if ((min > 0 && min < least) || (max < Integer.MAX_VALUE && max > most)) {
            report.add(
                    here,
                    Rule.MATCHER_TOO_WIDE,
                    "the spec has from " + least + " to " + most + " items (" + schema.place() + ")");
        }
    }

    private static String type(JsonNode value) {
        return value.isIntegralNumber()
                ? "integer"
                : value.isNumber()
                        ? "number"
                        : value.isArray()
                                ? "array"
                                : value.isObject()
                                        ? "object"
                                        : value.isBoolean() ? "boolean" : value.isString() ? "string" : "null";
    }
}
