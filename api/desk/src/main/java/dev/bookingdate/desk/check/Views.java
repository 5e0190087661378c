package dev.bookingdate.desk.check;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.source.Place;
import dev.bookingdate.desk.source.SpecNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** All that rules of the house can be about. */
final class Views {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<View> views = new ArrayList<>();
    private final Map<SpecNode, String> members = new LinkedHashMap<>();
    private final Set<SpecNode> required = new HashSet<>();
    private final Set<SpecNode> sent = new HashSet<>();
    private final Set<SpecNode> answered = new HashSet<>();
    private final Set<SpecNode> once = new HashSet<>();

    private final Set<String> wanted;

    private Views(Set<String> wanted) {
        this.wanted = wanted;
    }

    /** Returns the views of these kinds: what no rule is about is not looked at. */
    static List<View> of(Api api, Set<String> wanted) {
        Views views = new Views(wanted);
        views.view("document", "the document", api.root(), JSON.objectNode());
        api.root().members("paths").forEach((path, item) -> {
            if (!path.startsWith("x-")) {
                views.view("path", path, item.resolved(), JSON.objectNode().put("path", path));
            }
        });
        api.operations().values().forEach(views::operation);
        views.schemas();
        api.root().sources().forEach(views::file);
        return views.views;
    }

    private void view(String each, String subject, SpecNode node, ObjectNode around) {
        if (wanted.contains(each)) {
            around.set("is", node.json());
            views.add(new View(each, subject, node, around));
        }
    }

    private void operation(Operation operation) {
        boolean secured = operation.security().alternatives().stream().noneMatch(one -> one.isNone());
        ObjectNode around = around(operation, secured);
        ArrayNode statuses = around.putArray("statuses");
        operation.responses().keySet().forEach(statuses::add);
        ArrayNode codes = around.putArray("codes");
        operation.node().items("x-error-codes").forEach(code -> {
            SpecNode entry = code.resolved();
            codes.add(entry.isObject() ? entry.text("status").orElse("") : entry.text());
        });
        ArrayNode parameters = around.putArray("parameters");
        operation.parameters().values().forEach(parameter -> parameters.add(parameter.name()));
        view("operation", operation.name(), operation.node(), around);
        operation.parameters().values().forEach(parameter -> {
            SpecNode node = parameter.node();
            if (once.add(node)) {
                ObjectNode in = JSON.objectNode().put("name", parameter.name()).put("in", parameter.in());
                view("parameter", parameter.name(), node, in);
            }
            valued(node, sent);
        });
        operation.body().ifPresent(body -> valued(body, sent));
        operation.responses().forEach((status, response) -> {
            view(
                    "answer",
                    operation.name() + " " + status,
                    response,
                    around(operation, secured).put("status", status));
            response.members("headers").forEach((name, raw) -> {
                SpecNode header = raw.resolved();
                if (once.add(header)) {
                    view("header", name, header, JSON.objectNode().put("name", name));
                }
                valued(header, answered);
            });
            valued(response, answered);
            response.members("content")
                    .forEach((type, content) -> view(
                            "content",
                            operation.name() + " " + status,
                            content.resolved(),
                            around(operation, secured).put("status", status).put("type", type)));
        });
    }

    private static ObjectNode around(Operation operation, boolean secured) {
        return JSON.objectNode()
                .put("operation", operation.name())
                .put("path", operation.path())
                .put("method", operation.method())
                .put("secured", secured);
    }

    private void valued(SpecNode node, Set<SpecNode> direction) {
        node.get("schema").ifPresent(schema -> reach(schema, direction));
        node.members("content").values().forEach(type -> valued(type.resolved(), direction));
    }

    private void reach(SpecNode raw, Set<SpecNode> direction) {
        SpecNode schema = raw.resolved();
        members.putIfAbsent(schema, "");
        if (!direction.add(schema)) {
            return;
        }
        List<String> names =
                schema.items("required").stream().map(SpecNode::text).toList();
        schema.members("properties").forEach((name, member) -> {
            members.merge(member.resolved(), name, (known, now) -> known.isEmpty() ? now : known);
            if (names.contains(name)) {
                required.add(member.resolved());
            }
            reach(member, direction);
        });
        for (String keyword : List.of("allOf", "oneOf", "anyOf")) {
            schema.items(keyword).forEach(part -> reach(part, direction));
        }
        for (String keyword : List.of("items", "not", "additionalProperties")) {
            schema.get(keyword).filter(SpecNode::isObject).ifPresent(part -> reach(part, direction));
        }
    }

    private void schemas() {
        members.forEach((schema, member) -> {
            boolean component = schema.pointer().matches("/components/schemas/[^/]+");
            String name = component ? schema.name() : member;
            ObjectNode around = JSON.objectNode()
                    .put("name", name)
                    .put("component", component)
                    .put("sent", sent.contains(schema))
                    .put("answered", answered.contains(schema));
            view("schema", name.isEmpty() ? "a value" : name, schema, around);
            if (!member.isEmpty()) {
                ObjectNode named = around.deepCopy().put("name", member).put("required", required.contains(schema));
                view("member", member, schema, named);
            }
        });
    }

    private void file(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            SpecNode place = SpecNode.at(new Place(file.toString(), 1, 1));
            ObjectNode json = JSON.objectNode().put("name", file.toString()).put("lines", lines.count());
            views.add(new View("file", "the file", place, json));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
