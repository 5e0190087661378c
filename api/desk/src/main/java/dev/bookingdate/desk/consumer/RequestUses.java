package dev.bookingdate.desk.consumer;

import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.api.Parameter;
import dev.bookingdate.desk.consumer.Call.Body;
import dev.bookingdate.desk.consumer.Use.Problem;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Case;
import dev.bookingdate.desk.values.Proof;
import dev.bookingdate.desk.values.Schemas;
import dev.bookingdate.desk.values.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether the service takes everything that a consumer may send. */
final class RequestUses {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");

    /** By OpenAPI, these are no parameters. */
    private static final Set<String> OF_HTTP = Set.of("accept", "content-type", "authorization");

    private final Proof proof = Proof.ofRequests();

    void collect(Call call, Operation operation, Uses uses) {
        parameters(call, operation, uses);
        body(call, operation, uses);
    }

    private void parameters(Call call, Operation operation, Uses uses) {
        Map<String, Parameter> declared = operation.parameters();
        List<String> variables = VARIABLE.matcher(call.path())
                .results()
                .map(name -> name.group(1))
                .toList();
        call.sends().forEach((in, members) -> {
            for (Member member : members) {
                String what = in + " parameter " + member.name();
                Parameter parameter = declared.get(key(in, member.name(), variables));
                if (parameter != null) {
                    parameter(member, parameter, what, uses);
                } else if (!in.equals("header") || !isOfHttp(member.name(), operation)) {
                    SpecNode nearest = operation.node().raw("parameters").orElse(operation.node());
                    uses.add(what, member.node(), List.of(nearest), Problem.of("is not known"));
                }
            }
        });
        declared.forEach((key, parameter) -> {
            boolean sent = call.sent(parameter.in()).stream()
                    .anyMatch(member ->
                            key(parameter.in(), member.name(), variables).equals(key));
            if (!sent && parameter.isRequired()) {
                String what = parameter.in() + " parameter " + parameter.name();
                uses.add(what, call.node(), List.of(parameter.node()), Problem.of("is required and not sent"));
            }
        });
    }

    private static String key(String in, String name, List<String> variables) {
        return in + " "
                + switch (in) {
                    case "path" -> variables.contains(name) ? "#" + variables.indexOf(name) : name;
                    case "header" -> name.toLowerCase(Locale.ROOT);
                    default -> name;
                };
    }

    private static boolean isOfHttp(String name, Operation operation) {
        return OF_HTTP.contains(name.toLowerCase(Locale.ROOT))
                || operation.node().items("x-transport-headers").stream()
                        .anyMatch(header -> header.resolved()
                                .text("name")
                                .filter(name::equalsIgnoreCase)
                                .isPresent());
    }

    private void parameter(Member member, Parameter parameter, String what, Uses uses) {
        List<SpecNode> schemas = parameter.schema().map(List::of).orElse(List.of());
        List<SpecNode> nodes = new ArrayList<>(List.of(parameter.node()));
        nodes.addAll(schemas);
        if (member.optional() && parameter.isRequired()) {
            uses.add(what, member.node(), nodes, Problem.of("is required and not always sent"));
        } else {
            uses.add(what, member.node(), nodes, values(member.schema(), schemas));
        }
    }

    private void body(Call call, Operation operation, Uses uses) {
        Optional<SpecNode> taken = operation.body();
        Body sent = call.body().orElse(null);
        if (sent == null) {
            taken.filter(body -> body.isTrue("required"))
                    .ifPresent(body -> uses.add(
                            "request body", call.node(), List.of(body), Problem.of("is required and not sent")));
            return;
        }
        Map<String, SpecNode> content =
                taken.map(body -> body.members("content")).orElse(Map.of());
        SpecNode type = content.get(sent.mediaType());
        SpecNode nearest = taken.orElse(operation.node());
        if (type == null) {
            String text = "is not read as " + sent.mediaType();
            uses.add("request body", sent.node(), List.of(nearest), Problem.of(text));
            return;
        }
        uses.holds("request body", sent.node(), List.of(nearest, type));
        type.get("schema").ifPresent(schema -> walk(sent.schema(), List.of(schema), sent.node(), "", uses));
    }

    private @Nullable Problem values(SpecNode sent, List<SpecNode> taken) {
        Verdict verdict = proof.within(List.of(sent), taken);
        if (verdict.isYes()) {
            return null;
        }
        JsonNode witness = verdict.witness();
        return witness == null
                ? new Problem("is not proven: " + verdict.why(), null, true)
                : new Problem("may be " + AnswerUses.shown(witness) + ", which is refused", witness, false);
    }

    private void walk(SpecNode sent, List<SpecNode> taken, SpecNode said, String path, Uses uses) {
        long before = uses.problems();
        List<SpecNode> nodes = new ArrayList<>(taken);
        for (Case one : proof.taken(taken).cases()) {
            one.nodes().stream().filter(node -> !nodes.contains(node)).forEach(nodes::add);
            sent.members("properties").forEach((name, member) -> {
                List<SpecNode> declared = Schemas.declared(one.nodes(), name);
                String inner = path.isEmpty() ? name : path + "." + name;
                if (declared.isEmpty()) {
                    uses.add("member " + inner + " of the request", member, nodes, Problem.of("is not known"));
                } else {
                    walk(member, declared, member, inner, uses);
                }
            });
        }
        String what = path.isEmpty() ? "request body" : "member " + path + " of the request";
        uses.add(what, said, nodes, uses.problems() > before ? null : values(sent, taken));
    }
}
