package dev.bookingdate.desk.consumer;

import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.consumer.Call.Answer;
import dev.bookingdate.desk.consumer.Use.Problem;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Case;
import dev.bookingdate.desk.values.Proof;
import dev.bookingdate.desk.values.Schemas;
import dev.bookingdate.desk.values.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether everything that the service may answer is something that a consumer takes. */
final class AnswerUses {
    private static final String JSON = "application/json";

    private final Proof proof = Proof.ofAnswers();

    /** Most statuses have the same few headers and one body, and most calls read the same of them. */
    private final Map<Question, Verdict> known = new HashMap<>();

    private record Question(List<SpecNode> sent, JsonNode taken) {}

    void collect(Call call, Operation operation, Uses uses) {
        Map<String, SpecNode> responses = operation.responses();
        responses.forEach((status, response) -> {
            String where = "answer " + status.toLowerCase(Locale.ROOT);
            List<SpecNode> nodes = List.of(response);
            Optional<Answer> answer = call.answer(status);
            if (answer.isEmpty()) {
                uses.add(where, call.node(), nodes, Problem.of("is not read, and may come"));
                return;
            }
            uses.holds(where, answer.get().node(), nodes);
            headers(answer.get(), response, where, uses);
            body(answer.get(), response, where, uses);
        });
        SpecNode all = operation.node().raw("responses").orElse(operation.node());
        call.answers().forEach((status, answer) -> {
            if (status.matches("[0-9]+") && operation.response(status).isEmpty()) {
                uses.add("answer " + status, answer.node(), List.of(all), Problem.of("never comes"));
            }
            codes(status, answer, operation, uses);
        });
    }

    private static void codes(String status, Answer answer, Operation operation, Uses uses) {
        SpecNode all = operation.node().raw("x-error-codes").orElse(operation.node());
        for (SpecNode code : answer.codes()) {
            String what = "error code " + code.text() + " in answer " + status;
            Optional<SpecNode> entry = operation.node().items("x-error-codes").stream()
                    .map(SpecNode::resolved)
                    .filter(SpecNode::isObject)
                    .filter(one -> one.text("code").equals(Optional.of(code.text())))
                    .filter(one -> one.text("status").equals(Optional.of(status)))
                    .findFirst();
            if (entry.isPresent()) {
                uses.holds(what, code, List.of(entry.get()));
            } else {
                uses.add(what, code, List.of(all), Problem.of("never comes"));
            }
        }
    }

    private void headers(Answer answer, SpecNode response, String where, Uses uses) {
        for (Member header : answer.headers()) {
            String what = "header " + header.name() + " in " + where;
            SpecNode declared = null;
            for (Map.Entry<String, SpecNode> one : response.members("headers").entrySet()) {
                if (one.getKey().equalsIgnoreCase(header.name())) {
                    declared = one.getValue();
                }
            }
            if (declared == null) {
                SpecNode nearest = response.raw("headers").orElse(response);
                uses.add(what, header.node(), List.of(nearest), Problem.of("is not promised"));
                continue;
            }
            SpecNode resolved = declared.resolved();
            List<SpecNode> schemas = resolved.get("schema").map(List::of).orElse(List.of());
            List<SpecNode> nodes = new ArrayList<>(List.of(resolved, declared));
            nodes.addAll(schemas);
            Problem missing = resolved.isTrue("required") || header.optional() ? null : Problem.of("may be missing");
            uses.add(what, header.node(), nodes, missing == null ? values(schemas, header.schema()) : missing);
        }
    }

    private void body(Answer answer, SpecNode response, String where, Uses uses) {
        SpecNode taken = answer.body().orElse(null);
        if (taken == null) {
            return;
        }
        Map<String, SpecNode> content = response.members("content");
        SpecNode json = content.get(JSON);
        SpecNode schema = json == null ? null : json.get("schema").orElse(null);
        if (schema == null) {
            SpecNode nearest = response.raw("content").orElse(response);
            uses.add("body in " + where, taken, List.of(nearest), Problem.of("is not promised as " + JSON));
            return;
        }
        walk(List.of(schema), taken, taken, "", where, uses);
    }

    private @Nullable Problem values(List<SpecNode> sent, SpecNode taken) {
        Verdict verdict =
                known.computeIfAbsent(new Question(sent, taken.json()), any -> proof.within(sent, List.of(taken)));
        if (verdict.isYes()) {
            return null;
        }
        JsonNode witness = verdict.witness();
        return witness == null
                ? new Problem("is not proven: " + verdict.why(), null, true)
                : new Problem("may be " + shown(witness) + ", which is not taken", witness, verdict.isUnclear());
    }

    static String shown(JsonNode witness) {
        String text = witness.toString();
        return text.length() <= 120 ? text : text.substring(0, 119) + "…";
    }

    /**
     * Goes down as far as the consumer names members, so that a message names the one that it is about.
     *
     * @param path of the value within the body, empty for the whole
     */
    private void walk(List<SpecNode> sent, SpecNode taken, SpecNode said, String path, String where, Uses uses) {
        long before = uses.problems();
        List<SpecNode> nodes = new ArrayList<>(sent);
        for (Case one : proof.sent(sent).cases()) {
            one.nodes().stream().filter(node -> !nodes.contains(node)).forEach(nodes::add);
            if (one.objects() != null) {
                members(one, nodes, taken, path, where, uses);
            }
            List<SpecNode> items = one.nodes().stream()
                    .flatMap(node -> node.get("items").stream())
                    .toList();
            Optional<SpecNode> wanted = taken.raw("items");
            if (one.lists() != null && wanted.isPresent() && !items.isEmpty()) {
                walk(items, wanted.get(), wanted.get(), path + "[]", where, uses);
            }
        }
        String what = (path.isEmpty() ? "body" : path) + " in " + where;
        uses.add(what, said, nodes, uses.problems() > before ? null : values(sent, taken));
    }

    private void members(Case one, List<SpecNode> nodes, SpecNode taken, String path, String where, Uses uses) {
        Set<String> required = new TreeSet<>();
        taken.items("required").forEach(name -> required.add(name.text()));
        taken.members("properties").forEach((name, wanted) -> {
            String member = path.isEmpty() ? name : path + "." + name;
            String what = member + " in " + where;
            List<SpecNode> declared = Schemas.declared(one.nodes(), name);
            if (declared.isEmpty()) {
                uses.add(what, wanted, List.of(nodes.get(nodes.size() - 1)), Problem.of("is not promised"));
                return;
            }
            List<SpecNode> own = new ArrayList<>(declared);
            one.nodes().forEach(node -> {
                node.get("properties").flatMap(all -> all.raw(name)).ifPresent(own::add);
                node.items("required").stream()
                        .filter(item -> item.text().equals(name))
                        .forEach(own::add);
            });
            boolean always = one.objects() != null && one.objects().required().contains(name);
            if (required.contains(name) && !always) {
                Optional<JsonNode> without = proof.object(one.nodes(), Map.of(), name);
                String example =
                        without.map(value -> ": " + shown(value) + " may come").orElse("");
                uses.add(what, wanted, own, new Problem("may be absent" + example, without.orElse(null), false));
            } else {
                uses.holds(what, wanted, own);
            }
            walk(declared, wanted, wanted, member, where, uses);
        });
    }
}
