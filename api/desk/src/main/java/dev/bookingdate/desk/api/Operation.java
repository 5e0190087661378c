package dev.bookingdate.desk.api;

import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One operation.
 *
 * @param path the template as it is written
 * @param item the path item, which may give parameters and servers
 */
public record Operation(SpecNode root, String path, SpecNode item, String method, SpecNode node) {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");

    /** Returns what identifies the operation on the wire: the names in a template are no part of it. */
    public String key() {
        return key(method, path);
    }

    /** Returns what identifies the operation of a method and a template of a path on the wire. */
    public static String key(String method, String path) {
        return method.toUpperCase(Locale.ROOT) + " " + VARIABLE.matcher(path).replaceAll("{}");
    }

    /** Returns how findings name the operation. */
    public String name() {
        return node.text("operationId").orElse(method.toUpperCase(Locale.ROOT) + " " + path);
    }

    /** Returns the parameters: those of the operation replace those of the path. */
    public Map<String, Parameter> parameters() {
        List<SpecNode> declared = new ArrayList<>(item.items("parameters"));
        declared.addAll(node.items("parameters"));
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (SpecNode raw : declared) {
            Parameter parameter = new Parameter(raw.resolved(), variables());
            if (!parameter.isOfNoEffect()) {
                parameters.put(parameter.key(), parameter);
            }
        }
        return parameters;
    }

    private List<String> variables() {
        List<String> names = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(path);
        while (variables.find()) {
            names.add(variables.group(1));
        }
        return names;
    }

    public Optional<SpecNode> body() {
        return node.get("requestBody");
    }

    /** Returns the responses by status, {@code 4XX} and {@code default} among them. */
    public Map<String, SpecNode> responses() {
        Map<String, SpecNode> responses = new LinkedHashMap<>();
        node.members("responses").forEach((status, response) -> {
            if (!status.startsWith("x-")) {
                responses.put(status.toUpperCase(Locale.ROOT), response.resolved());
            }
        });
        return responses;
    }

    /** Returns the response that a status gets: its own, that of its range, or the default. */
    public Optional<SpecNode> response(String status) {
        Map<String, SpecNode> responses = responses();
        return Optional.ofNullable(responses.get(status))
                .or(() -> Optional.ofNullable(responses.get(status.charAt(0) + "XX")))
                .or(() -> Optional.ofNullable(responses.get("DEFAULT")));
    }

    /** Returns the security requirements: its own, or those of the document. */
    public Security security() {
        return Security.of(
                root, node.get("security").or(() -> root.get("security")).orElse(root));
    }

    /** Returns the servers: its own, those of the path or those of the document. */
    public List<SpecNode> servers() {
        return List.of(node, item, root).stream()
                .filter(where -> where.has("servers"))
                .findFirst()
                .map(where -> where.items("servers"))
                .orElse(List.of());
    }
}
