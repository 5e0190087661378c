package dev.bookingdate.desk.check;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.source.UnusableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** What OpenAPI demands beyond the shapes of its objects. */
final class Validity {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");
    private static final Pattern STATUS = Pattern.compile("[1-5]([0-9]{2}|XX)|default");
    private static final Set<String> TYPES = Set.of("string", "number", "integer", "boolean", "array", "object");

    private final List<Remark> errors = new ArrayList<>();

    private Validity() {}

    static List<Remark> of(Api api, List<Part> parts) {
        Validity validity = new Validity();
        validity.operations(api);
        parts.forEach(validity::part);
        return validity.errors;
    }

    private void operations(Api api) {
        Map<String, SpecNode> ids = new HashMap<>();
        Set<String> tags = api.root().items("tags").stream()
                .map(tag -> tag.text("name").orElse(""))
                .collect(Collectors.toSet());
        for (Operation operation : api.operations().values()) {
            operation.node().raw("operationId").ifPresent(id -> {
                SpecNode first = ids.putIfAbsent(id.text(), id);
                if (first != null) {
                    error(id, "operation-id-unique", "operationId " + id.text() + " is also at " + first.place());
                }
            });
            operation.node().items("tags").stream()
                    .filter(tag -> !tags.contains(tag.text()))
                    .forEach(tag -> error(tag, "tag-declared", "tag " + tag.text() + " is not in the document's tags"));
            operation.node().members("responses").forEach((status, response) -> {
                if (!STATUS.matcher(status).matches() && !status.startsWith("x-")) {
                    error(response, "status", status + " is no status: one such as 404, 4XX or default");
                }
            });
            variables(operation);
            try {
                operation.security();
            } catch (UnusableException unknown) {
                SpecNode security = operation.node().raw("security").orElse(operation.root());
                error(
                        security,
                        "security-scheme",
                        String.valueOf(unknown.getMessage()).replaceFirst("^\\S+ ", ""));
            }
        }
    }

    private void variables(Operation operation) {
        Set<String> declared = operation.parameters().values().stream()
                .filter(parameter -> parameter.in().equals("path"))
                .map(parameter -> parameter.name())
                .collect(Collectors.toSet());
        Set<String> used = VARIABLE.matcher(operation.path())
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
        used.stream()
                .filter(name -> !declared.contains(name))
                .forEach(name -> error(
                        operation.node(),
                        "path-parameter",
                        operation.name() + ": {" + name + "} in the path is no parameter"));
        declared.stream()
                .filter(name -> !used.contains(name))
                .forEach(name -> error(
                        operation.node(),
                        "path-parameter",
                        operation.name() + ": parameter " + name + " is not in the path"));
    }

    private void part(Part part) {
        SpecNode node = part.node();
        switch (part.shape()) {
            case "parameter" -> {
                content(node);
                if (node.text("in").orElse("").equals("path") && !node.isTrue("required")) {
                    error(node, "path-parameter", called(node) + " is in the path, so it must be required");
                }
            }
            case "header" -> content(node);
            case "schema" -> schema(node);
            default -> {}
        }
    }

    private void content(SpecNode node) {
        if (node.has("schema") == node.has("content")) {
            error(node, "schema-missing", called(node) + " must have a schema, or content, and not both");
        }
    }

    private void schema(SpecNode node) {
        node.raw("type")
                .filter(type -> !TYPES.contains(type.text()))
                .ifPresent(type -> error(
                        type,
                        "type",
                        type.text() + " is no type; types are string, number, integer, boolean, array, object"));
        if (node.text("type").orElse("").equals("array") && !node.has("items")) {
            error(node, "items-missing", called(node) + " is an array, so it must have items");
        }
        node.raw("pattern").ifPresent(pattern -> {
            try {
                Pattern.compile(pattern.text());
            } catch (PatternSyntaxException broken) {
                error(pattern, "pattern", "not a regular expression: " + broken.getDescription());
            }
        });
    }

    private static String called(SpecNode node) {
        return node.text("name").orElse(node.name());
    }

    private void error(SpecNode node, String rule, String text) {
        errors.add(Remark.error(node.place(), rule, text));
    }
}
