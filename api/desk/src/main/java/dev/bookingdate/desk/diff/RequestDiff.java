package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.api.Parameter;
import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares what an operation takes: parameters and body. */
final class RequestDiff {
    private static final Set<String> PARAMETER = Set.of(
            "name",
            "in",
            "description",
            "required",
            "deprecated",
            "allowEmptyValue",
            "style",
            "explode",
            "allowReserved",
            "schema",
            "example",
            "examples",
            "content");
    private static final Set<String> BODY = Set.of("description", "required", "content");

    private final Findings findings;
    private final SchemaDiff schemas;
    private final KeywordDiff keywords;
    private final ContentDiff contents;

    RequestDiff(Comparison with) {
        this.findings = with.findings();
        this.schemas = with.schemas();
        this.keywords = with.keywords();
        this.contents = new ContentDiff(with);
    }

    void compare(Operation before, Operation after) {
        Map<String, Parameter> old = before.parameters();
        Map<String, Parameter> current = after.parameters();
        old.forEach((key, parameter) -> {
            Parameter now = current.get(key);
            if (now == null) {
                String words = label(parameter) + " is gone";
                SpecNode nearest = after.node().nearest("/parameters");
                add(Change.PARAMETER_REMOVED, parameter.node(), nearest, words);
            } else {
                parameter(parameter, now);
            }
        });
        current.forEach((key, parameter) -> {
            if (!old.containsKey(key)) {
                boolean required = parameter.isRequired();
                SpecNode nearest = before.node().nearest("/parameters");
                add(
                        required ? Change.PARAMETER_ADDED_REQUIRED : Change.PARAMETER_ADDED,
                        nearest,
                        parameter.node(),
                        label(parameter) + (required ? " is new and required" : " is new"));
            }
        });
        order(before, after, old, current);
        body(before, after);
    }

    private static String label(Parameter parameter) {
        return parameter.in() + " parameter " + parameter.name();
    }

    private void parameter(Parameter before, Parameter after) {
        SpecNode old = before.node();
        SpecNode current = after.node();
        String label = label(after);
        if (!before.name().equals(after.name()) && before.in().equals("path")) {
            add(Change.PATH_PARAMETER_RENAMED, old, current, label(before) + " is called " + after.name() + " now");
        }
        if (before.isRequired() != after.isRequired()) {
            boolean required = after.isRequired();
            SpecNode oldPlace = old.nearest("/required");
            SpecNode newPlace = current.nearest("/required");
            Change change = required ? Change.PARAMETER_REQUIRED : Change.PARAMETER_OPTIONAL;
            add(change, oldPlace, newPlace, label + (required ? " is required now" : " is no longer required"));
        }
        if (!before.style().equals(after.style()) || !before.contentType().equals(after.contentType())) {
            String words = label + " is written in another way: " + before.style() + before.contentType() + " became "
                    + after.style() + after.contentType();
            add(Change.PARAMETER_STYLE_CHANGED, old, current, words);
        }
        if (old.isTrue("deprecated") != current.isTrue("deprecated")) {
            add(Change.SCHEMA_DEPRECATED, old, current, label + ": deprecated changed");
        }
        keywords.compare(old, current, PARAMETER::contains, label);
        keywords.texts(old, current, List.of("description", "example", "examples"), label);
        schemas.whole(Pair.of(before.schema(), after.schema(), label, old, current));
    }

    /** Generated methods take their arguments in this order. */
    private void order(Operation before, Operation after, Map<String, Parameter> old, Map<String, Parameter> current) {
        List<String> common = new ArrayList<>(old.keySet());
        common.retainAll(current.keySet());
        List<String> now = new ArrayList<>(current.keySet());
        now.retainAll(common);
        if (!common.equals(now)) {
            String words = after.name() + ": parameters have another order";
            add(Change.PARAMETERS_REORDERED, before.node(), after.node(), words);
        }
    }

    private void body(Operation before, Operation after) {
        Optional<SpecNode> old = before.body();
        Optional<SpecNode> current = after.body();
        if (old.isEmpty() && current.isEmpty()) {
            return;
        }
        if (old.isEmpty() || current.isEmpty()) {
            boolean required = current.filter(body -> body.isTrue("required")).isPresent();
            Change change =
                    old.isPresent() ? Change.BODY_REMOVED : required ? Change.BODY_ADDED_REQUIRED : Change.BODY_ADDED;
            String words = old.isPresent() ? "request body is gone" : "request body is new";
            add(change, old.orElse(before.node()), current.orElse(after.node()), words);
            return;
        }
        SpecNode was = old.get();
        SpecNode is = current.get();
        if (was.isTrue("required") != is.isTrue("required")) {
            boolean required = is.isTrue("required");
            SpecNode oldPlace = was.nearest("/required");
            SpecNode newPlace = is.nearest("/required");
            Change change = required ? Change.BODY_REQUIRED : Change.BODY_OPTIONAL;
            add(change, oldPlace, newPlace, "request body is " + (required ? "required now" : "no longer required"));
        }
        keywords.compare(was, is, BODY::contains, "request body");
        keywords.texts(was, is, List.of("description"), "request body");
        contents.compare(was, is, "request body");
    }

    private void add(Change change, SpecNode before, SpecNode after, String words) {
        findings.add(Direction.CALL, change, before, after, words);
    }
}
