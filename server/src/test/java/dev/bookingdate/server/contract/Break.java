package dev.bookingdate.server.contract;

import dev.bookingdate.contracts.spec.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One way in which the server could be wrong.
 *
 * @param what what it does to an answer
 * @param change leaves an answer as it is where there is nothing to break
 */
record Break(String what, UnaryOperator<Answer> change) {

    private static final JsonMapper JSON = new JsonMapper();

    Answer of(Answer answer) {
        return change.apply(answer);
    }

    static Break status(int other) {
        return new Break("status " + other, answer -> new Answer(other, answer.headers(), answer.body()));
    }

    static Break headerDropped(String name) {
        return new Break("header " + name + " dropped", answer -> withHeader(answer, name, List.of()));
    }

    static Break header(String name, String value) {
        return new Break(
                "header " + name + " is " + value,
                answer -> answer.headers().containsKey(name) ? withHeader(answer, name, List.of(value)) : answer);
    }

    private static Answer withHeader(Answer answer, String name, List<String> values) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(answer.headers());
        if (values.isEmpty()) {
            headers.remove(name);
        } else {
            headers.put(name, values);
        }
        return new Answer(answer.status(), headers, answer.body());
    }

    static Break dropped(String path) {
        return member(path, "dropped", (parent, name) -> parent.remove(name));
    }

    static Break renamed(String path) {
        return member(path, "renamed", (parent, name) -> parent.set(name + "New", parent.remove(name)));
    }

    /** Sets a member, in each object that has it. */
    static Break set(String path, String how, UnaryOperator<JsonNode> value) {
        return member(path, how, (parent, name) -> parent.set(name, value.apply(parent.get(name))));
    }

    static Break items(String path, String how, Consumer<ArrayNode> change) {
        return member(path, how, (parent, name) -> {
            if (parent.get(name) instanceof ArrayNode array && !array.isEmpty()) {
                change.accept(array);
            }
        });
    }

    private interface Edit {
        void apply(ObjectNode parent, String name);
    }

    /** Edits what stands at a path such as {@code jobs[].id}, wherever it stands. */
    private static Break member(String path, String how, Edit edit) {
        return new Break(path + " " + how, answer -> {
            JsonNode body = JSON.readTree(answer.body());
            edit(body, path, edit);
            return new Answer(answer.status(), answer.headers(), JSON.writeValueAsString(body));
        });
    }

    private static void edit(JsonNode node, String path, Edit edit) {
        String[] steps = path.split("[.]", 2);
        String name = steps[0].replace("[]", "");
        if (!(node instanceof ObjectNode object) || !object.has(name)) {
            return;
        }
        if (steps.length == 1) {
            edit.apply(object, name);
        } else if (steps[0].endsWith("[]")) {
            object.get(name).forEach(item -> edit(item, steps[1], edit));
        } else {
            edit(object.get(name), steps[1], edit);
        }
    }
}
