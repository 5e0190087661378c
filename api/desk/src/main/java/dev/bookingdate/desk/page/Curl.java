package dev.bookingdate.desk.page;

import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.api.Parameter;
import dev.bookingdate.desk.api.Security.Alternative;
import dev.bookingdate.desk.source.SpecNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The call of an operation as a shell command, from the document's own examples. */
final class Curl {
    private Curl() {}

    static String of(Operation operation) {
        String path = operation.path();
        List<String> lines = new ArrayList<>();
        for (Parameter parameter : operation.parameters().values()) {
            String value = parameter
                    .node()
                    .raw("example")
                    .or(() -> parameter.schema().flatMap(schema -> schema.raw("example")))
                    .map(Curl::plain)
                    .orElse("VALUE");
            if (parameter.in().equals("path")) {
                path = path.replace("{" + parameter.name() + "}", value);
            } else if (parameter.in().equals("header") && parameter.isRequired()) {
                lines.add("-H " + quoted(parameter.name() + ": " + value));
            } else if (parameter.in().equals("query") && parameter.isRequired()) {
                path += (path.contains("?") ? "&" : "?") + parameter.name() + "=" + encoded(value);
            }
        }
        if (operation.security().alternatives().stream().noneMatch(Alternative::isNone)) {
            lines.add("-H \"Authorization: Bearer $TOKEN\"");
        }
        operation.body().ifPresent(body -> body(body, lines));
        String server = operation.servers().stream()
                .findFirst()
                .flatMap(one -> one.text("url"))
                .orElse("");
        String method = operation.method().equals("get")
                ? ""
                : "-X " + operation.method().toUpperCase(Locale.ROOT) + " ";
        return "curl " + method + quoted(server.replaceFirst("/$", "") + path)
                + String.join("", lines.stream().map(line -> " \\\n  " + line).toList());
    }

    private static void body(SpecNode body, List<String> lines) {
        Optional<Map.Entry<String, SpecNode>> first =
                body.members("content").entrySet().stream().findFirst();
        if (first.isEmpty()) {
            return;
        }
        SpecNode media = first.get().getValue().resolved();
        Optional<SpecNode> example = media.raw("example")
                .or(() -> media.members("examples").values().stream()
                        .findFirst()
                        .flatMap(one -> one.resolved().raw("value")))
                .or(() -> media.get("schema").flatMap(schema -> schema.raw("example")));
        if (first.get().getKey().equals("application/x-www-form-urlencoded")) {
            Map<String, SpecNode> members = example.filter(SpecNode::isObject)
                    .map(SpecNode::members)
                    .orElseGet(() -> media.get("schema")
                            .map(schema -> schema.members("properties"))
                            .orElse(Map.of()));
            members.forEach((name, value) -> lines.add("-d " + quoted(name + "=" + encoded(formValue(value)))));
        } else {
            lines.add("-H " + quoted("Content-Type: " + first.get().getKey()));
            lines.add("-d " + quoted(example.map(one -> one.json().toString()).orElse("{}")));
        }
    }

    private static String formValue(SpecNode value) {
        return value.isObject()
                ? value.raw("example")
                        .map(Curl::plain)
                        .orElseGet(() -> value.items("enum").isEmpty()
                                ? "VALUE"
                                : plain(value.items("enum").get(0)))
                : plain(value);
    }

    private static String plain(SpecNode value) {
        return value.json().isString() ? value.json().asString() : value.json().toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** In single quotes a shell takes everything as it stands, but for the quote itself. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
