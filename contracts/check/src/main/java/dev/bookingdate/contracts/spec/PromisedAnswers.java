package dev.bookingdate.contracts.spec;

import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.IndependentValidator;
import dev.bookingdate.desk.values.Reading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds an answer against the spec: status, error codes, headers, and the body against its schema. */
public final class PromisedAnswers {
    private static final JsonMapper JSON = new JsonMapper();

    /** Headers of these families are promises: one that the contract does not name is one too many. */
    private static final Pattern OUR_HEADERS =
            Pattern.compile("(?i)(zuora|ratelimit|concurrency-limit|idempotency|preference)-.*");

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final String JSON_TYPE = "application/json";

    private final Spec spec;
    private final IndependentValidator schemas = new IndependentValidator(Reading.ANSWER_SENT);
    private final SpecNode errorSchema;
    private final Set<String> errorsOfAnyPath;

    private PromisedAnswers(Spec spec) {
        this.spec = spec;
        SpecNode root = spec.api().root();
        this.errorSchema = root.get("components")
                .flatMap(components -> components.get("schemas"))
                .flatMap(all -> all.get("ErrorResponse"))
                .orElseThrow(() -> root.wrong("a document with the schema ErrorResponse"));
        this.errorsOfAnyPath =
                spec.errorsOfAnyPath().stream().map(ErrorCode::key).collect(Collectors.toSet());
    }

    /** Reads the spec that this build was made from. */
    public static PromisedAnswers read() {
        return of(Spec.read());
    }

    /** Holds answers against another spec. */
    public static PromisedAnswers of(Spec spec) {
        return new PromisedAnswers(spec);
    }

    /**
     * Returns all that is wrong with an answer; nothing when the spec promises it.
     *
     * @param method of the request
     * @param target of the request line: a path with or without query, or an absolute URL
     */
    public List<String> violations(String method, String target, Answer answer) {
        List<String> wrong = new ArrayList<>();
        Optional<Operation> operation = spec.operation(method, target);
        Response response =
                operation.flatMap(found -> found.response(answer.status())).orElse(null);
        if (answer.status() < 400) {
            if (response == null) {
                return method.equals("OPTIONS") ? wrong : List.of(answer.status() + " is promised nowhere");
            }
        } else {
            checkErrors(wrong, method, operation, answer);
        }
        checkRequestId(wrong, method, answer);
        if (response != null) {
            checkHeaders(wrong, response, answer);
        }
        if (!method.equals("HEAD")) {
            checkBody(wrong, response, answer);
        }
        return wrong;
    }

    private void checkErrors(List<String> wrong, String method, Optional<Operation> operation, Answer answer) {
        Set<String> documented = new HashSet<>(errorsOfAnyPath);
        operation.ifPresent(found -> documented.addAll(found.errors()));
        if (method.equals("HEAD")) {
            return;
        }
        for (JsonNode reason : json(answer).path("reasons")) {
            String error = answer.status() + " " + reason.path("code").asString("none");
            if (!documented.contains(error)) {
                wrong.add(error + " is not documented for "
                        + operation.map(Operation::id).orElse("any path"));
            }
        }
    }

    private static void checkRequestId(List<String> wrong, String method, Answer answer) {
        String id = answer.header("Zuora-Request-Id").orElse("none");
        if (!UUID.matcher(id).matches()) {
            wrong.add("Zuora-Request-Id is " + id);
        }
        JsonNode inBody = json(answer).get("requestId");
        if (!method.equals("HEAD") && inBody != null && !inBody.asString("none").equals(id)) {
            wrong.add("requestId is not the Zuora-Request-Id");
        }
    }

    private void checkHeaders(List<String> wrong, Response response, Answer answer) {
        response.headers().values().forEach(header -> {
            List<String> values = answer.headers().getOrDefault(header.name(), List.of());
            if (values.isEmpty() && header.required()) {
                wrong.add("header " + header.name() + " is missing");
            }
            // Vary may grow: each line of it is one more item of the list (RFC 9110, 5.3).
            boolean list = header.name().equalsIgnoreCase("Vary");
            if (list ? Set.copyOf(values).size() < values.size() : values.size() > 1) {
                wrong.add("header " + header.name() + " comes " + values.size() + " times");
            }
            values.forEach(value -> schemas.objections(List.of(header.schema()), Typed.value(header.schema(), value))
                    .forEach(error -> wrong.add("header " + header.name() + ": " + error.text())));
        });
        answer.headers().keySet().stream()
                .filter(name -> OUR_HEADERS.matcher(name).matches())
                .filter(name -> !response.headers().containsKey(name))
                .forEach(name -> wrong.add("header " + name + " is not documented"));
    }

    private void checkBody(List<String> wrong, @Nullable Response response, Answer answer) {
        String type = answer.header("Content-Type").orElse("none");
        if (!type.equals(JSON_TYPE)) {
            wrong.add("Content-Type is " + type);
            return;
        }
        SpecNode schema = response == null ? errorSchema : response.content().getOrDefault(JSON_TYPE, errorSchema);
        JsonNode body = json(answer);
        schemas.objections(List.of(schema), body)
                .forEach(error -> wrong.add("body: " + error.pointer() + ": " + error.text()));
        if (body.has("success") && body.get("success").asBoolean(false) != (answer.status() == 200)) {
            wrong.add("success is " + body.get("success"));
        }
        if (answer.status() >= 400 && body.path("reasons").isEmpty()) {
            wrong.add("an error without a reason");
        }
    }

    private static JsonNode json(Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }
}
