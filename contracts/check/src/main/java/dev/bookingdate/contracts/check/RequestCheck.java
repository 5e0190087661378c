package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.spec.Operation;
import dev.bookingdate.contracts.spec.Parameter;
import dev.bookingdate.contracts.spec.Typed;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Reading;
import dev.bookingdate.desk.values.Written;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Finds all in a contract's request that the spec forbids. */
final class RequestCheck {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern VARIABLE = Pattern.compile("[{]([^}]+)[}]");
    static final String FORM_TYPE = "application/x-www-form-urlencoded";

    private final Allowed allowed = new Allowed(Reading.REQUEST_TAKEN);
    private final TextCheck texts = new TextCheck(allowed);
    private final HeaderCheck headers = new HeaderCheck(texts);
    private final BodyCheck bodies = new BodyCheck(allowed, texts);

    /**
     * Checks a request.
     *
     * @param own takes what is wrong with the contract in itself
     * @param forbidden takes what the spec forbids
     */
    void check(Contract contract, Operation operation, Report own, Report forbidden) {
        List<Text> sent = Texts.headers(contract, "/request", own);
        sent.forEach(header -> texts.example(header, own));
        path(contract, operation, own, forbidden);
        query(contract, operation, own, forbidden);
        headers.check(sent, operation, forbidden);
        body(contract, operation, sent, own, forbidden);
    }

    private void path(Contract contract, Operation operation, Report own, Report forbidden) {
        String url = url(contract);
        String pointer = contract.at("/request/url").isMissingNode() ? "/request/urlPath" : "/request/url";
        Matcher found = Pattern.compile(VARIABLE.matcher(operation.path()).replaceAll("([^/]+)"))
                .matcher(url.replaceFirst("[?].*", ""));
        if (!found.matches()) {
            own.add(pointer, Rule.OPERATION, url + " is not " + operation.path() + " (" + place(operation) + ")");
            return;
        }
        List<Parameter> variables = VARIABLE.matcher(operation.path())
                .results()
                .map(name -> operation.parameter("path", name.group(1)))
                .flatMap(Optional::stream)
                .toList();
        AtomicBoolean permitted = new AtomicBoolean(true);
        Report noted = (where, rule, text) -> {
            permitted.set(false);
            forbidden.add(where, rule, text);
        };
        for (int i = 0; i < variables.size(); i++) {
            Parameter variable = variables.get(i);
            String value = decoded(found.group(i + 1));
            texts.schema(new Text(variable.name(), value, pointer, null, pointer), variable.schema(), Rule.PATH, noted);
        }
        JsonNode matcher = contract.at("/request/matchers/url");
        if (matcher.isMissingNode()) {
            return;
        }
        String here = "/request/matchers/url";
        if (!matcher.path("regex").isString() || matcher.size() > 1) {
            own.add(here, Rule.MATCHER_UNPROVABLE, "only a regex can be proven; write it out");
            return;
        }
        String regex = matcher.get("regex").asString();
        texts.example(url, pointer, regex, own);
        texts.matcher(
                regex,
                here + "/regex",
                () -> paths(operation),
                "a path that is allowed at " + place(operation),
                permitted.get(),
                forbidden);
    }

    private Written paths(Operation operation) {
        Written path = Written.only(List.of(""));
        int literal = 0;
        for (MatchResult variable : VARIABLE.matcher(operation.path()).results().toList()) {
            String before = operation.path().substring(literal, variable.start());
            Written segment = Written.matching("[^/?]+");
            path = path.then(Written.only(List.of(before)))
                    .then(operation
                            .parameter("path", variable.group(1))
                            .map(parameter ->
                                    allowed.written(List.of(parameter.schema())).and(segment))
                            .orElse(segment));
            literal = variable.end();
        }
        return path.then(Written.only(List.of(operation.path().substring(literal))));
    }

    /** What can't be decoded is what stands there: no schema of the spec has a percent sign in it. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    static String url(Contract contract) {
        return contract.at("/request/url")
                .asString(contract.at("/request/urlPath").asString(""));
    }

    private void query(Contract contract, Operation operation, Report own, Report forbidden) {
        List<Text> parameters = new ArrayList<>(Texts.queryParameters(contract, own));
        parameters.forEach(parameter -> texts.example(parameter, own));
        String url = url(contract);
        if (url.contains("?")) {
            for (String pair : url.replaceFirst("[^?]*[?]", "").split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.add(new Text(
                        parts[0], decoded(parts.length == 1 ? "" : parts[1]), "/request/url", null, "/request/url"));
            }
        }
        for (Text parameter : parameters) {
            operation
                    .parameter("query", parameter.name())
                    .ifPresentOrElse(
                            declared -> texts.schema(parameter, declared.schema(), Rule.QUERY, forbidden),
                            () -> forbidden.add(
                                    parameter.pointer(),
                                    Rule.QUERY,
                                    operation.id() + " has no query parameter " + parameter.name() + " ("
                                            + place(operation) + ")"));
        }
        operation.parameters().stream()
                .filter(parameter -> parameter.in().equals("query") && parameter.required())
                .filter(parameter ->
                        parameters.stream().noneMatch(text -> text.name().equals(parameter.name())))
                .forEach(parameter -> forbidden.add(
                        "/request",
                        Rule.QUERY,
                        "the query parameter " + parameter.name() + " is missing (" + place(parameter.node()) + ")"));
    }

    private void body(Contract contract, Operation operation, List<Text> sent, Report own, Report forbidden) {
        JsonNode body = contract.at("/request/body");
        boolean matchers = !contract.at("/request/matchers/body").isMissingNode();
        if (body.isMissingNode() || body.isNull()) {
            if (operation.bodyRequired()) {
                forbidden.add("/request", Rule.SCHEMA, "a body is required (" + place(operation) + ")");
            }
            if (matchers) {
                own.add("/request/matchers/body", Rule.MATCHER_WITHOUT_EFFECT, "there is no body to match");
            }
            return;
        }
        String type = HeaderCheck.mediaType(sent);
        SpecNode schema = operation.requestContent().get(type);
        if (schema == null) {
            return; // Either the media type is forbidden, which has been said, or the body is passed over.
        }
        JsonNode value = type.equals(FORM_TYPE) ? form(body, schema) : json(body);
        if (value == null) {
            forbidden.add("/request/body", Rule.SCHEMA, "the body is no " + type);
            return;
        }
        bodies.value(value, "/request/body", List.of(schema), forbidden);
        if (body.isString() && matchers) {
            own.add("/request/matchers/body", Rule.MATCHER_WITHOUT_EFFECT, "a text has no members to match");
        } else {
            bodies.matchers(contract, "/request", List.of(schema), own, forbidden);
        }
    }

    private static @Nullable JsonNode json(JsonNode body) {
        try {
            return body.isString() ? JSON.readTree(body.asString()) : body;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** A form as the object that the spec describes it by. */
    @Nullable
    JsonNode form(JsonNode body, SpecNode schema) {
        if (!body.isString()) {
            return null;
        }
        ObjectNode members = JSON.createObjectNode();
        for (String pair : body.asString().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0]);
            String value = decoded(parts.length == 1 ? "" : parts[1]);
            List<SpecNode> member = allowed.member(List.of(schema), name);
            members.set(name, member.isEmpty() ? JSON.valueToTree(value) : Typed.value(member.get(0), value));
        }
        return members;
    }

    static String place(Operation operation) {
        return place(operation.node());
    }

    static String place(SpecNode node) {
        return Allowed.place(List.of(node));
    }
}
