package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.spec.Answer;
import dev.bookingdate.contracts.spec.Operation;
import dev.bookingdate.contracts.spec.PromisedAnswers;
import dev.bookingdate.contracts.spec.Spec;
import dev.bookingdate.desk.values.Reading;
import dev.bookingdate.desk.values.Verdict;
import dev.bookingdate.desk.values.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the stubs that were made from contracts against the spec: their answers, and what they take. */
public final class StubCheck {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STUBS = "contracts/target/classes, stub ";

    private final Spec spec;
    private final PromisedAnswers promised;
    private final Allowed allowed = new Allowed(Reading.REQUEST_TAKEN);

    public StubCheck(Spec spec) {
        this.spec = spec;
        this.promised = PromisedAnswers.of(spec);
    }

    /**
     * Returns all that is wrong with stubs.
     *
     * @param stubs their JSON by {@code <consumer>/<operation>/<case>}
     */
    public List<Violation> violations(Map<String, String> stubs) {
        List<Violation> wrong = new ArrayList<>();
        stubs.forEach((name, json) -> {
            JsonNode stub = JSON.readTree(json);
            Report report = (pointer, rule, text) -> wrong.add(new Violation(STUBS + name, 1, pointer, rule, text));
            answer(stub, report);
            if (stub.at("/response/status").asInt() / 100 == 2) {
                taken(stub, report);
            }
        });
        return wrong;
    }

    private void answer(JsonNode stub, Report report) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        stub.at("/response/headers")
                .properties()
                .forEach(header ->
                        headers.put(header.getKey(), List.of(header.getValue().asString())));
        // The contract asserts the id of the request where it is used; the service always sends it.
        JsonNode id = JSON.readTree(stub.at("/response/body").asString("{}")).path("requestId");
        if (headers.keySet().stream().noneMatch("Zuora-Request-Id"::equalsIgnoreCase)) {
            headers.put("Zuora-Request-Id", List.of(id.asString("d385ab22-0f51-4b97-9ecd-b8ff3fd4fcb6")));
        }
        Answer answer = new Answer(
                stub.at("/response/status").asInt(),
                headers,
                stub.at("/response/body").asString(""));
        promised.violations(stub.at("/request/method").asString("GET"), url(stub), answer)
                .forEach(text -> report.add("/response", Rule.STUB_ANSWER, text));
    }

    private static String url(JsonNode stub) {
        JsonNode request = stub.path("request");
        return request.path("urlPath").asString(request.path("url").asString(""));
    }

    private void taken(JsonNode stub, Report report) {
        Operation operation = spec.operation(stub.at("/request/method").asString(""), url(stub))
                .orElse(null);
        if (operation == null) {
            report.add("/request", Rule.STUB_TOO_WIDE, "only stubs with a fixed path of one operation can be proven");
            return;
        }
        Map<String, JsonNode> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        stub.at("/request/headers").properties().forEach(entry -> headers.put(entry.getKey(), entry.getValue()));
        if (operation.secured()) {
            header(headers, "Authorization", HeaderCheck.BEARER, "Bearer and a token", report);
        }
        if (!operation.requestContent().isEmpty()) {
            header(headers, "Content-Type", Written.matching(HeaderCheck.contentTypes(operation)), "read", report);
            if (stub.at("/request/bodyPatterns").isEmpty()) {
                report.add("/request", Rule.STUB_TOO_WIDE, "any body is taken");
            }
        }
        operation.parameters().stream()
                .filter(parameter -> parameter.in().equals("header") && headers.containsKey(parameter.name()))
                .forEach(parameter -> header(
                        headers,
                        parameter.name(),
                        allowed.written(List.of(parameter.schema())),
                        "allowed at " + Allowed.place(List.of(parameter.schema())),
                        report));
        stub.at("/request/queryParameters")
                .properties()
                .forEach(query -> operation
                        .parameter("query", query.getKey())
                        .ifPresentOrElse(
                                parameter -> header(
                                        Map.of(query.getKey(), query.getValue()),
                                        query.getKey(),
                                        allowed.written(List.of(parameter.schema())),
                                        "allowed at " + Allowed.place(List.of(parameter.schema())),
                                        report),
                                () -> report.add(
                                        "/request/queryParameters", Rule.STUB_TOO_WIDE, "unknown: " + query.getKey())));
    }

    private void header(Map<String, JsonNode> headers, String name, Written permitted, String what, Report report) {
        JsonNode pattern = headers.get(name);
        if (pattern == null) {
            report.add("/request/headers", Rule.STUB_TOO_WIDE, "a request without " + name + " is taken as well");
            return;
        }
        try {
            Verdict verdict = texts(pattern).within(permitted);
            if (!verdict.isYes()) {
                JsonNode witness = verdict.witness();
                report.add(
                        "/request/headers/" + name,
                        Rule.STUB_TOO_WIDE,
                        witness == null
                                ? "can't be proven: " + verdict.why()
                                : name + " may be '" + witness.asString() + "', which is not " + what);
            }
        } catch (IllegalArgumentException e) {
            report.add("/request/headers/" + name, Rule.STUB_TOO_WIDE, TextCheck.unprovable(e));
        }
    }

    private static Written texts(JsonNode pattern) {
        if (pattern.has("equalTo")) {
            return Written.only(List.of(pattern.get("equalTo").asString()));
        }
        if (pattern.has("matches")) {
            return Written.matching(pattern.get("matches").asString());
        }
        throw new IllegalArgumentException(pattern.toString());
    }
}
