package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.source.SpecNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares what an operation answers: statuses, headers, bodies. */
final class AnswerDiff {
    private static final Set<String> RESPONSE = Set.of("description", "headers", "content", "links");
    private static final Set<String> HEADER = Set.of(
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

    private final Findings findings;
    private final SchemaDiff schemas;
    private final KeywordDiff keywords;
    private final ContentDiff contents;

    AnswerDiff(Comparison with) {
        this.findings = with.findings();
        this.schemas = with.schemas();
        this.keywords = with.keywords();
        this.contents = new ContentDiff(with);
    }

    /** Each status is compared as it is answered: by itself, by its range or by the default. */
    void compare(Operation before, Operation after) {
        Map<String, SpecNode> old = before.responses();
        Map<String, SpecNode> current = after.responses();
        Set<String> statuses = new TreeSet<>(old.keySet());
        statuses.addAll(current.keySet());
        SpecNode oldNode = before.node().nearest("/responses");
        SpecNode newNode = after.node().nearest("/responses");
        for (String status : statuses) {
            Optional<SpecNode> was = before.response(status);
            Optional<SpecNode> is = after.response(status);
            String label = status.equals("DEFAULT") ? "default answer" : "answer " + status;
            if (was.isPresent() && is.isPresent()) {
                response(was.get(), is.get(), label);
            }
            if (!old.containsKey(status) && was.isEmpty()) {
                Change change = isSuccess(status) ? Change.STATUS_ADDED : Change.ERROR_STATUS_ADDED;
                add(change, oldNode, is.orElse(newNode), label + " is new");
            } else if (!old.containsKey(status)) {
                add(
                        Change.ERROR_STATUS_ADDED,
                        was.orElse(oldNode),
                        is.orElse(newNode),
                        label + " is named by itself now");
            } else if (is.isEmpty()) {
                Change change = isSuccess(status) ? Change.STATUS_REMOVED : Change.ERROR_STATUS_REMOVED;
                add(change, was.orElse(oldNode), newNode, label + " is gone");
            }
        }
    }

    private static boolean isSuccess(String status) {
        return "123".indexOf(status.charAt(0)) >= 0;
    }

    private void response(SpecNode before, SpecNode after, String label) {
        keywords.compare(before, after, RESPONSE::contains, label);
        keywords.texts(before, after, List.of("description", "links"), label);
        headers(before, after, label);
        contents.compare(before, after, label);
    }

    private void headers(SpecNode before, SpecNode after, String label) {
        Map<String, SpecNode> old = named(before);
        Map<String, SpecNode> current = named(after);
        SpecNode oldNode = before.nearest("/headers");
        SpecNode newNode = after.nearest("/headers");
        old.forEach((name, header) -> {
            SpecNode now = current.get(name);
            if (now == null) {
                boolean required = header.resolved().isTrue("required");
                Change change = required ? Change.HEADER_REMOVED : Change.HEADER_REMOVED_OPTIONAL;
                add(change, header, newNode, label + ": header " + header.name() + " is gone");
            } else {
                header(header.resolved(), now.resolved(), label + ": header " + now.name());
            }
        });
        current.forEach((name, header) -> {
            if (!old.containsKey(name)) {
                add(Change.HEADER_ADDED, oldNode, header, label + ": header " + header.name() + " is new");
            }
        });
    }

    private void header(SpecNode before, SpecNode after, String label) {
        boolean required = after.isTrue("required");
        if (before.isTrue("required") != required) {
            findings.add(
                    Direction.ANSWER,
                    required ? Change.HEADER_REQUIRED : Change.HEADER_OPTIONAL,
                    before.nearest("/required"),
                    after.nearest("/required"),
                    label + (required ? " is always sent now" : " may be missing now"));
        }
        keywords.compare(before, after, HEADER::contains, label);
        keywords.texts(before, after, List.of("description", "example", "examples"), label);
        schemas.whole(Pair.of(before.get("schema"), after.get("schema"), label, before, after));
    }

    /** Names of headers have no case; by OpenAPI, Content-Type is not described here. */
    private static Map<String, SpecNode> named(SpecNode response) {
        Map<String, SpecNode> named = new LinkedHashMap<>();
        response.members("headers").forEach((name, header) -> named.put(name.toLowerCase(Locale.ROOT), header));
        named.remove("content-type");
        return named;
    }

    private void add(Change change, SpecNode before, SpecNode after, String words) {
        findings.add(Direction.CALL, change, before, after, words);
    }
}
