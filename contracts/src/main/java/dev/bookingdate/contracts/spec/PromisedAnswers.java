package dev.bookingdate.contracts.spec;

import static java.util.Objects.requireNonNull;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds an answer against the spec: status, error codes, headers, and the body against its schema. */
public final class PromisedAnswers {

    private static final JsonMapper JSON = new JsonMapper();

    /** A name for the contract, by which its schemas refer to each other; nothing is fetched. */
    private static final String CONTRACT = "urn:bookingdate:openapi";

    /** Headers of these families are promises: one that the contract does not name is one too many. */
    private static final Pattern OUR_HEADERS =
            Pattern.compile("(?i)(zuora|ratelimit|concurrency-limit|idempotency|preference)-.*");

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final JsonNode spec;
    private final List<Operation> operations = new ArrayList<>();
    private final Set<String> errorsOfAnyPath;
    private final SchemaRegistry registry;
    private final Map<JsonNode, Schema> schemas = new HashMap<>();

    /**
     * An operation of the spec.
     *
     * @param errors its error codes as {@code <status> <code>}
     */
    public record Operation(String id, String method, Pattern path, JsonNode responses, Set<String> errors) {}

    private PromisedAnswers(JsonNode spec) {
        this.spec = spec;
        this.registry = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(CONTRACT, JSON.writeValueAsString(spec))));
        this.errorsOfAnyPath = errors(spec);
        for (Map.Entry<String, JsonNode> path : spec.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                operations.add(new Operation(
                        method.getValue().get("operationId").asString(),
                        method.getKey().toUpperCase(Locale.ROOT),
                        Pattern.compile(path.getKey().replaceAll("[{][^}]+[}]", "[^/]+")),
                        method.getValue().get("responses"),
                        errors(method.getValue())));
            }
        }
    }

    /** Reads the spec that this build was made from. */
    public static PromisedAnswers read() {
        try (InputStream yaml = requireNonNull(
                PromisedAnswers.class.getResourceAsStream("/dev/bookingdate/api/openapi.yaml"), "no contract")) {
            return new PromisedAnswers(JSON.valueToTree(new Yaml().load(yaml)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> errors(JsonNode node) {
        return node.get("x-error-codes")
                .valueStream()
                .map(error ->
                        error.get("status").asInt() + " " + error.get("code").asString())
                .collect(Collectors.toSet());
    }

    /** The operation that a request line names; empty for what is none. */
    public Optional<Operation> operation(String method, String target) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        String path = path(target);
        return operations.stream()
                .filter(operation -> operation.method().equals(wanted))
                .filter(operation -> operation.path().matcher(path).matches())
                .findFirst();
    }

    private static String path(String target) {
        String path = target.replaceFirst("^https?://[^/]*", "").replaceFirst("[?].*", "");
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }

    /**
     * Returns all that is wrong with an answer; nothing when the spec promises it.
     *
     * @param method of the request
     * @param target of the request line: a path with or without query, or an absolute URL
     */
    public List<String> violations(String method, String target, Answer answer) {
        List<String> wrong = new ArrayList<>();
        Optional<Operation> operation = operation(method, target);
        JsonNode response = operation
                .map(found -> response(found.responses(), answer.status()))
                .orElse(null);
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

    private @Nullable JsonNode response(JsonNode responses, int status) {
        JsonNode response = responses.get(String.valueOf(status));
        if (response == null && status >= 400 && status < 500) {
            response = responses.get("4XX");
        }
        return response == null ? null : resolve(response);
    }

    private JsonNode resolve(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : spec.at(reference.asString().substring(1));
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
        if (!method.equals("HEAD") && inBody != null && !inBody.asString().equals(id)) {
            wrong.add("requestId is not the Zuora-Request-Id");
        }
    }

    private void checkHeaders(List<String> wrong, JsonNode response, Answer answer) {
        JsonNode documented = response.path("headers");
        documented.properties().forEach(entry -> {
            JsonNode header = resolve(entry.getValue());
            List<String> values = answer.headers().getOrDefault(entry.getKey(), List.of());
            if (values.isEmpty() && header.path("required").asBoolean()) {
                wrong.add("header " + entry.getKey() + " is missing");
            }
            if (values.size() > 1) {
                wrong.add("header " + entry.getKey() + " comes " + values.size() + " times");
            }
            values.forEach(value -> errors(header.get("schema"), typed(header.get("schema"), value))
                    .forEach(error -> wrong.add("header " + entry.getKey() + ": " + error)));
        });
        answer.headers().keySet().stream()
                .filter(name -> OUR_HEADERS.matcher(name).matches())
                .filter(name -> documented.propertyNames().stream().noneMatch(name::equalsIgnoreCase))
                .forEach(name -> wrong.add("header " + name + " is not documented"));
    }

    private static JsonNode typed(JsonNode schema, String value) {
        boolean number = schema.path("type").asString("").equals("integer");
        return number && value.matches("-?[0-9]{1,18}")
                ? JSON.valueToTree(Long.parseLong(value))
                : JSON.valueToTree(value);
    }

    private void checkBody(List<String> wrong, @Nullable JsonNode response, Answer answer) {
        String type = answer.header("Content-Type").orElse("none");
        if (!type.equals("application/json")) {
            wrong.add("Content-Type is " + type);
            return;
        }
        JsonNode schema = response == null
                ? JSON.createObjectNode().put("$ref", "#/components/schemas/ErrorResponse")
                : response.at("/content/application~1json/schema");
        JsonNode body = json(answer);
        errors(schema, body).forEach(error -> wrong.add("body: " + error));
        if (body.has("success") && body.get("success").asBoolean() != (answer.status() == 200)) {
            wrong.add("success is " + body.get("success"));
        }
        if (answer.status() >= 400 && body.path("reasons").isEmpty()) {
            wrong.add("an error without a reason");
        }
    }

    private List<String> errors(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(Object::toString)
                .toList();
    }

    private Schema compile(JsonNode schema) {
        JsonNode reference = schema.get("$ref");
        return reference == null
                ? registry.getSchema(schema)
                : registry.getSchema(SchemaLocation.of(CONTRACT + reference.asString()));
    }

    private static JsonNode json(Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }
}
