package dev.bookingdate.contracts.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the headers and the query parameters of a contract, each with its matcher. */
final class Texts {
    private static final Set<String> HEADER_MATCHER = Set.of("key", "regex");
    private static final Set<String> QUERY_MATCHER = Set.of("key", "type", "value");

    private Texts() {}

    /** Reads {@code /request/headers} or {@code /response/headers}, or their like. */
    static List<Text> headers(Contract contract, String side, Report report) {
        return read(contract, side, "headers", true, report);
    }

    static List<Text> queryParameters(Contract contract, Report report) {
        return read(contract, "/request", "queryParameters", false, report);
    }

    private static List<Text> read(Contract contract, String side, String what, boolean header, Report report) {
        List<Text> texts = new ArrayList<>();
        List<Text> matchers = matchers(contract, side + "/matchers/" + what, header, report);
        for (Map.Entry<String, JsonNode> entry : contract.at(side + "/" + what).properties()) {
            String pointer = side + "/" + what + MatcherPath.escaped(entry.getKey());
            if (!entry.getValue().isValueNode()) {
                report.add(pointer, Rule.FORM, "one value, please");
                continue;
            }
            String value = entry.getValue().asString();
            @Nullable
            Text matcher = matchers.stream()
                    .filter(each -> same(each.name(), entry.getKey(), header))
                    .findFirst()
                    .orElse(null);
            texts.add(
                    matcher == null
                            ? new Text(entry.getKey(), value, pointer, null, pointer)
                            : new Text(entry.getKey(), value, pointer, matcher.regex(), matcher.regexPointer()));
        }
        matchers.stream()
                .filter(matcher -> texts.stream().noneMatch(text -> same(text.name(), matcher.name(), header)))
                .forEach(matcher -> report.add(
                        matcher.pointer(), Rule.MATCHER_WITHOUT_EFFECT, "there is no " + matcher.name() + " to match"));
        return texts;
    }

    private static boolean same(String name, String other, boolean header) {
        return header ? name.equalsIgnoreCase(other) : name.equals(other);
    }

    private static List<Text> matchers(Contract contract, String pointer, boolean header, Report report) {
        List<Text> matchers = new ArrayList<>();
        JsonNode list = contract.at(pointer);
        for (int i = 0; i < list.size(); i++) {
            JsonNode matcher = list.get(i);
            String here = pointer + "/" + i;
            String member = header ? "regex" : "value";
            boolean known = (header ? HEADER_MATCHER : QUERY_MATCHER).containsAll(matcher.propertyNames());
            boolean regex = header || matcher.path("type").asString("").equals("matching");
            if (!known || !regex || !matcher.path(member).isString()) {
                report.add(here, Rule.MATCHER_UNPROVABLE, "only a regex can be proven; write it out");
                continue;
            }
            matchers.add(new Text(
                    matcher.path("key").asString(""),
                    "",
                    here,
                    matcher.get(member).asString(),
                    here + "/" + member));
        }
        return matchers;
    }
}
