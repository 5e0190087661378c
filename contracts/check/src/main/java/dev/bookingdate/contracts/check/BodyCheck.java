package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.check.MatcherPath.Target;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Verdict;
import dev.bookingdate.desk.values.Written;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Holds a JSON body and its matchers against a schema. */
final class BodyCheck {
    private static final Set<String> MEMBERS = Set.of("path", "type", "value", "minOccurrence", "maxOccurrence");
    private static final Written ANY_TEXT = Written.matching("(.|[\\n\\r])*");

    private final Allowed allowed;
    private final TextCheck texts;

    BodyCheck(Allowed allowed, TextCheck texts) {
        this.allowed = allowed;
        this.texts = texts;
    }

    /** Holds the example itself against the schema. */
    void value(JsonNode body, String pointer, List<SpecNode> schemas, Report report) {
        allowed.objections(schemas, body)
                .forEach(objection -> report.add(
                        pointer + objection.pointer(),
                        Rule.SCHEMA,
                        objection.text() + " (" + Allowed.place(schemas) + ")"));
    }

    /** Finds members that the schema does not know: a consumer would rely on what nobody has promised. */
    void unknownMembers(JsonNode body, String pointer, List<SpecNode> schemas, Report report) {
        body.properties().forEach(member -> {
            String here = pointer + MatcherPath.escaped(member.getKey());
            List<SpecNode> known = allowed.member(schemas, member.getKey());
            if (!known.isEmpty()) {
                unknownMembers(member.getValue(), here, known, report);
            } else if (!allowed.isMap(schemas)) {
                report.add(
                        here,
                        Rule.UNKNOWN_MEMBER,
                        member.getKey() + " is promised nowhere (" + Allowed.place(schemas) + ")");
            }
        });
        List<SpecNode> items = body.isArray() ? allowed.items(schemas) : List.of();
        for (int i = 0; i < body.size() && !items.isEmpty(); i++) {
            unknownMembers(body.get(i), pointer + "/" + i, items, report);
        }
    }

    /**
     * Holds the matchers against the body that they are for, and what they can stand for against the schema.
     *
     * @param own takes what is wrong with a matcher whatever the spec says
     * @param report takes what the spec does not allow
     */
    void matchers(Contract contract, String side, List<SpecNode> schema, Report own, Report report) {
        JsonNode list = contract.at(side + "/matchers/body");
        for (int i = 0; i < list.size(); i++) {
            matcher(list, i, contract.at(side + "/body"), side, schema, own, report);
        }
    }

    private void matcher(
            JsonNode list, int number, JsonNode body, String side, List<SpecNode> root, Report own, Report report) {
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
                    "there is no " + matcher.path("path").asString("") + " in the body");
            return;
        }
        List<SpecNode> schema = path.get().in(root, allowed);
        if (schema.isEmpty()) {
            report.add(
                    here + "/path",
                    Rule.UNKNOWN_MEMBER,
                    matcher.path("path").asString("") + " is promised nowhere (" + Allowed.place(root) + ")");
            return;
        }
        switch (matcher.path("type").asString("none")) {
            case "by_regex" -> regex(matcher, here, targets, side, schema, own, report);
            case "by_type" -> {
                if (!hasRegex(list, matcher.path("path"))) {
                    narrowing(here, schema, report);
                }
                type(matcher, here, targets, schema, own, report);
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
            List<SpecNode> schema,
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
                .allMatch(target -> allowed.objections(schema, target.value()).isEmpty());
        texts.schema(regex, here + "/value", schema, permitted, report);
    }

    /** Then by_type adds that it is a text, which by_regex does not look at. */
    private static boolean hasRegex(JsonNode list, JsonNode path) {
        return list.valueStream()
                .anyMatch(other -> other.path("type").asString("").equals("by_regex")
                        && other.path("path").equals(path));
    }

    private void narrowing(String here, List<SpecNode> schema, Report report) {
        if (!allowed.kinds(schema).contains("string")) {
            return;
        }
        Verdict verdict = ANY_TEXT.within(allowed.written(schema));
        if (!verdict.isYes()) {
            String example = verdict.witness() == null
                    ? ""
                    : " such as '" + verdict.witness().asString() + "',";
            report.add(
                    here + "/type",
                    Rule.MATCHER_TOO_WIDE,
                    "by_type stands for any text," + example + " which is not allowed at " + Allowed.place(schema)
                            + "; use by_regex");
        }
    }

    private void type(
            JsonNode matcher, String here, List<Target> targets, List<SpecNode> schema, Report own, Report report) {
        Set<String> kinds = allowed.kinds(schema);
        for (Target target : targets) {
            String type = type(target.value());
            if (!kinds.contains(type) && !(type.equals("integer") && kinds.contains("number"))) {
                report.add(
                        here,
                        Rule.MATCHER_TYPE,
                        "the example is of type " + type + ", the spec says " + String.join(" or ", kinds) + " ("
                                + Allowed.place(schema) + ")");
            }
        }
        if (kinds.contains("array")) {
            occurrences(matcher, here, targets, schema, own, report);
        }
    }

    private void occurrences(
            JsonNode matcher, String here, List<Target> targets, List<SpecNode> schema, Report own, Report report) {
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
        int least = allowed.every(schema, "minItems").stream()
                .mapToInt(SpecNode::count)
                .max()
                .orElse(0);
        int most = allowed.every(schema, "maxItems").stream()
                .mapToInt(SpecNode::count)
                .min()
                .orElse(Integer.MAX_VALUE);
        if ((min > 0 && min < least) || (max < Integer.MAX_VALUE && max > most)) {
            report.add(
                    here,
                    Rule.MATCHER_TOO_WIDE,
                    "the spec has from " + least + " to " + most + " items (" + Allowed.place(schema) + ")");
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
