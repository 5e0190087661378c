package dev.bookingdate.desk.mock;

import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.api.Parameter;
import dev.bookingdate.desk.api.Security.Alternative;
import dev.bookingdate.desk.mock.Mock.Request;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.IndependentValidator;
import dev.bookingdate.desk.values.Reading;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whether the document allows a request; what is wrong is named by its place, as in {@code body /status}. */
final class RequestCheck {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");
    private static final String FORM = "application/x-www-form-urlencoded";

    private final IndependentValidator validator = new IndependentValidator(Reading.REQUEST_TAKEN);
    private final Operation operation;

    RequestCheck(Operation operation) {
        this.operation = operation;
    }

    /** Why a request is refused. */
    record Objection(int status, String text) {}

    /** Returns the values in a path by the names in the operation's template; empty where it is another path. */
    static Optional<Map<String, String>> variables(Operation operation, String path) {
        Matcher names = VARIABLE.matcher(operation.path());
        StringBuilder regex = new StringBuilder();
        Map<String, Integer> groups = new LinkedHashMap<>();
        int end = 0;
        while (names.find()) {
            regex.append(Pattern.quote(operation.path().substring(end, names.start())))
                    .append("([^/]+)");
            groups.put(names.group(1), groups.size() + 1);
            end = names.end();
        }
        regex.append(Pattern.quote(operation.path().substring(end)));
        Matcher found = Pattern.compile(regex.toString()).matcher(path);
        if (!found.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        groups.forEach((name, group) -> values.put(name, decoded(found.group(group))));
        return Optional.of(values);
    }

    Optional<Objection> objection(Request request) {
        boolean open = operation.security().alternatives().stream().anyMatch(Alternative::isNone);
        if (!open
                && request.header("Authorization").isEmpty()
                && operation.response("401").isPresent()) {
            return Optional.of(new Objection(401, "header Authorization is missing"));
        }
        return parameters(request).or(() -> body(request));
    }

    private Optional<Objection> parameters(Request request) {
        Map<String, String> path = variables(operation, request.path()).orElse(Map.of());
        Map<String, String> query = pairs(request.query());
        for (Parameter parameter : operation.parameters().values()) {
            String what = parameter.in() + " parameter " + parameter.name();
            Optional<String> value = switch (parameter.in()) {
                case "path" -> Optional.ofNullable(path.get(parameter.name()));
                case "query" -> Optional.ofNullable(query.get(parameter.name()));
                case "header" -> request.header(parameter.name());
                default -> Optional.empty();
            };
            if (value.isEmpty() && parameter.isRequired() && !parameter.in().equals("cookie")) {
                return Optional.of(new Objection(400, what + " is missing"));
            }
            if (value.isPresent() && parameter.schema().isPresent()) {
                SpecNode schema = parameter.schema().get();
                Optional<Objection> wrong = values(what, schema, typed(schema, value.get()));
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Objection> body(Request request) {
        Optional<SpecNode> declared = operation.body();
        if (declared.isEmpty()) {
            return Optional.empty();
        }
        if (request.body().isEmpty()) {
            return declared.get().isTrue("required")
                    ? Optional.of(new Objection(400, "body is missing"))
                    : Optional.empty();
        }
        String type = request.header("Content-Type")
                .orElse("")
                .replaceFirst(" *;.*", "")
                .toLowerCase(Locale.ROOT);
        SpecNode media = declared.get().members("content").get(type);
        if (media == null) {
            return Optional.of(new Objection(
                    415,
                    "Content-Type " + type + " is none of "
                            + String.join(
                                    ", ", declared.get().members("content").keySet())));
        }
        SpecNode schema = media.resolved().get("schema").orElse(null);
        String text = request.body();
        if (schema == null || !(type.equals(FORM) || type.contains("json"))) {
            return Optional.empty();
        }
        try {
            return values("body", schema, type.equals(FORM) ? form(schema, text) : MAPPER.readTree(text));
        } catch (JacksonException unreadable) {
            return Optional.of(new Objection(400, "body is no JSON: " + unreadable.getOriginalMessage()));
        }
    }

    private Optional<Objection> values(String what, SpecNode schema, JsonNode value) {
        return validator.objections(List.of(schema), value).stream()
                .findFirst()
                .map(objection -> new Objection(
                        400,
                        what + (objection.pointer().isEmpty() ? "" : " " + objection.pointer()) + ": "
                                + objection.text()));
    }

    private static ObjectNode form(SpecNode schema, String text) {
        ObjectNode form = JSON.objectNode();
        Map<String, SpecNode> members = schema.resolved().members("properties");
        pairs(text)
                .forEach((name, value) -> form.set(
                        name, members.containsKey(name) ? typed(members.get(name), value) : JSON.stringNode(value)));
        return form;
    }

    /** A text as the value that it stands for; arrays are written with commas. */
    private static JsonNode typed(SpecNode raw, String text) {
        SpecNode schema = raw.resolved();
        return switch (schema.text("type").orElse("string")) {
            case "integer", "number" ->
                text.matches("-?[0-9]{1,18}([.][0-9]{1,18})?") ? number(text) : JSON.stringNode(text);
            case "boolean" ->
                text.matches("true|false") ? JSON.booleanNode(text.equals("true")) : JSON.stringNode(text);
            case "array" -> {
                var list = JSON.arrayNode();
                for (String item : text.split(",", -1)) {
                    list.add(
                            schema.get("items").map(items -> typed(items, item)).orElse(JSON.stringNode(item)));
                }
                yield list;
            }
            default -> JSON.stringNode(text);
        };
    }

    private static JsonNode number(String text) {
        return text.contains(".") ? JSON.numberNode(new BigDecimal(text)) : JSON.numberNode(Long.parseLong(text));
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            pairs.merge(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]), (one, more) -> one + "," + more);
        }
        return pairs;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException asItStands) {
            return text;
        }
    }
}
