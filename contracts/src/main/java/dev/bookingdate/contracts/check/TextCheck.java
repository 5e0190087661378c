package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.check.Regex.UnprovableException;
import dev.bookingdate.contracts.spec.Schemas;
import dev.bookingdate.contracts.spec.Schemas.Objection;
import dev.bookingdate.contracts.spec.SpecNode;
import dk.brics.automaton.Automaton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Holds a text and its matcher against what the spec allows. */
final class TextCheck {
    private final Schemas schemas;
    private final Languages languages;
    /** What has been proven before: most contracts have the same few matchers. */
    private final Map<String, Optional<String>> outside = new HashMap<>();

    TextCheck(Schemas schemas, Languages languages) {
        this.schemas = schemas;
        this.languages = languages;
    }

    Languages languages() {
        return languages;
    }

    /** The example must be one of the texts that its own matcher stands for. */
    void example(String value, String pointer, String regex, Report report) {
        try {
            if (!languages.regex(regex).run(value)) {
                report.add(pointer, Rule.MATCHER_REFUSES_EXAMPLE, "'" + value + "' does not match " + regex);
            }
        } catch (UnprovableException e) {
            report.add(pointer, Rule.MATCHER_UNPROVABLE, String.valueOf(e.getMessage()));
        }
    }

    void example(Text text, Report report) {
        if (text.regex() != null) {
            example(text.value(), text.pointer(), text.regex(), report);
        }
    }

    /** Holds a text against a schema: the example, and all that the matcher can stand for. */
    void schema(Text text, SpecNode schema, Rule rule, Report report) {
        List<Objection> objections = schemas.objections(schema, Schemas.typed(schema, text.value()));
        objections.forEach(objection -> report.add(
                text.pointer(),
                rule,
                text.name() + " is '" + text.value() + "': " + objection.text() + " (" + schema.place() + ")"));
        if (text.regex() != null) {
            schema(text.regex(), text.regexPointer(), schema, objections.isEmpty(), report);
        }
    }

    /** Holds all that a regex can stand for against a schema. */
    void schema(String regex, String pointer, SpecNode schema, boolean permitted, Report report) {
        matcher(regex, pointer, () -> languages.schema(schema), "allowed at " + schema.place(), permitted, report);
    }

    /** Holds a text against the texts that are allowed: the example, and all that the matcher can stand for. */
    void allowed(Text text, Automaton allowed, String what, Rule rule, Report report) {
        boolean permitted = allowed.run(text.value());
        if (!permitted) {
            report.add(text.pointer(), rule, text.name() + " is '" + text.value() + "', which is not " + what);
        }
        if (text.regex() != null) {
            matcher(text.regex(), text.regexPointer(), () -> allowed, what, permitted, report);
        }
    }

    /**
     * All texts of a regex must be among those that are allowed; or none, where the example is a text that is forbidden.
     *
     * @param permitted whether the example is allowed
     */
    void matcher(
            String regex, String pointer, Supplier<Automaton> allowed, String what, boolean permitted, Report report) {
        try {
            outside.computeIfAbsent(
                            regex + " " + permitted + " " + what, any -> outside(regex, allowed.get(), permitted))
                    .ifPresent(example -> report.add(
                            pointer,
                            Rule.MATCHER_TOO_WIDE,
                            regex + " also stands for '" + example + "', which is " + (permitted ? "not " : "")
                                    + what));
        } catch (UnprovableException e) {
            report.add(pointer, Rule.MATCHER_UNPROVABLE, String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> outside(String regex, Automaton allowed, boolean permitted) {
        Automaton texts = languages.regex(regex);
        return Languages.example(permitted ? texts.minus(allowed) : texts.intersection(allowed));
    }
}
