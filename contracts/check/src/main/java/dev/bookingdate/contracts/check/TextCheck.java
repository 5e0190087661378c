package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.spec.Typed;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.IndependentValidator.Objection;
import dev.bookingdate.desk.values.Verdict;
import dev.bookingdate.desk.values.Written;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Holds a text and its matcher against what the spec allows. */
final class TextCheck {
    private final Allowed allowed;
    /** What has been proven before: most contracts have the same few matchers. */
    private final Map<String, Optional<String>> outside = new HashMap<>();

    TextCheck(Allowed allowed) {
        this.allowed = allowed;
    }

    /** The example must be one of the texts that its own matcher stands for. */
    void example(String value, String pointer, String regex, Report report) {
        try {
            if (!Written.matching(regex).contains(value)) {
                report.add(pointer, Rule.MATCHER_REFUSES_EXAMPLE, "'" + value + "' does not match " + regex);
            }
        } catch (IllegalArgumentException e) {
            report.add(pointer, Rule.MATCHER_UNPROVABLE, unprovable(e));
        }
    }

    void example(Text text, Report report) {
        if (text.regex() != null) {
            example(text.value(), text.pointer(), text.regex(), report);
        }
    }

    /** Holds a text against a schema: the example, and all that the matcher can stand for. */
    void schema(Text text, SpecNode schema, Rule rule, Report report) {
        List<Objection> objections = allowed.objections(List.of(schema), Typed.value(schema, text.value()));
        objections.forEach(objection -> report.add(
                text.pointer(),
                rule,
                text.name() + " is '" + text.value() + "': " + objection.text() + " (" + Allowed.place(List.of(schema))
                        + ")"));
        if (text.regex() != null) {
            schema(text.regex(), text.regexPointer(), List.of(schema), objections.isEmpty(), report);
        }
    }

    /** Holds all that a regex can stand for against some schemas. */
    void schema(String regex, String pointer, List<SpecNode> schemas, boolean permitted, Report report) {
        String what = "allowed at " + Allowed.place(schemas) + bounds(schemas);
        matcher(regex, pointer, () -> allowed.written(schemas), what, permitted, report);
    }

    /** A counterexample alone would not say that it is a matter of length. */
    private String bounds(List<SpecNode> schemas) {
        StringBuilder bounds = new StringBuilder();
        for (String keyword : List.of("minLength", "maxLength", "minimum", "maximum")) {
            allowed.every(schemas, keyword)
                    .forEach(bound ->
                            bounds.append(", ").append(keyword).append(' ').append(bound.json()));
        }
        return bounds.toString();
    }

    /** Holds a text against the texts that are allowed: the example, and all that the matcher can stand for. */
    void allowed(Text text, Written texts, String what, Rule rule, Report report) {
        boolean permitted = texts.contains(text.value());
        if (!permitted) {
            report.add(text.pointer(), rule, text.name() + " is '" + text.value() + "', which is not " + what);
        }
        if (text.regex() != null) {
            matcher(text.regex(), text.regexPointer(), () -> texts, what, permitted, report);
        }
    }

    /**
     * All texts of a regex must be among those that are allowed; or none, where the example is a text that is forbidden.
     *
     * @param permitted whether the example is allowed
     */
    void matcher(String regex, String pointer, Supplier<Written> texts, String what, boolean permitted, Report report) {
        try {
            outside.computeIfAbsent(regex + " " + permitted + " " + what, any -> outside(regex, texts.get(), permitted))
                    .ifPresent(example -> report.add(
                            pointer,
                            Rule.MATCHER_TOO_WIDE,
                            regex + " also stands for '" + shortened(example) + "', which is "
                                    + (permitted ? "not " : "") + what));
        } catch (IllegalArgumentException e) {
            report.add(pointer, Rule.MATCHER_UNPROVABLE, unprovable(e));
        }
    }

    private static Optional<String> outside(String regex, Written texts, boolean permitted) {
        Written matching = Written.matching(regex);
        if (!permitted) {
            return matching.common(texts);
        }
        Verdict verdict = matching.within(texts);
        if (verdict.isUnclear()) {
            throw new IllegalArgumentException(verdict.why());
        }
        return Optional.ofNullable(verdict.witness()).map(JsonNode::asString);
    }

    static String unprovable(IllegalArgumentException e) {
        return "can't be proven: " + e.getMessage();
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 40) + "… (" + text.length() + " characters)";
    }
}
