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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    private static final String WEIGHT = "( *; *q=(1([.]0*)?|0?[.][0-9]*[1-9][0-9]*))?";
    private static final Written ACCEPTS_JSON =
            Written.matching("(.*, *)?(application/json|application/[*]|[*]/[*])" + WEIGHT + "( *,.*)?");
    static final Written BEARER = Written.matching("Bearer .+");
    private static final Written BASIC = Written.matching("Basic [A-Za-z0-9+/]+=*");
    private static final Written READ_ENCODING = Written.matching("(gzip|identity)( *, *(gzip|identity))*");
    private static final String UTF_8 = "( *; *[cC][hH][aA][rR][sS][eE][tT]=\"?[uU][tT][fF]-8\"?)?";

    private final Allowed allowed = new Allowed(Reading.REQUEST_TAKEN);
    private final TextCheck texts = new TextCheck(allowed);
    private final BodyCheck bodies = new BodyCheck(allowed, texts);

    /**
     * Checks a request.
     *
     * @param own takes what is wrong with the contract in itself
     * @param forbidden takes what the spec forbids
     */
    void check(Contract contract, Operation operation, Report own, Report forbidden) {
        List<Text> headers = Texts.headers(contract, "/request", own);
        headers.forEach(header -> texts.example(header, own));
        path(contract, operation, own, forbidden);
        query(contract, operation, own, forbidden);
        for (Text header : headers) {
            header(header, operation, forbidden);
        }
        required(operation, headers, forbidden);
        body(contract, operation, headers, own, forbidden);
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

    private void header(Text header, Operation operation, Report forbidden) {
        Optional<Parameter> declared = operation.parameter("header", header.name());
        if (declared.isPresent()) {
            texts.schema(header, declared.get().schema(), Rule.SCHEMA, forbidden);
        } else if (header.name().equalsIgnoreCase("Accept")) {
            texts.allowed(header, ACCEPTS_JSON, "a list with application/json in it", Rule.ACCEPT, forbidden);
        } else if (header.name().equalsIgnoreCase("Content-Type")) {
            contentType(header, operation, forbidden);
        } else if (!operation.transportHeaders().contains(header.name())) {
            forbidden.add(
                    header.pointer(),
                    Rule.UNDECLARED_HEADER,
                    operation.id() + " declares no " + header.name() + " (" + place(operation) + ")");
        } else if (header.name().equalsIgnoreCase("Authorization")) {
            if (operation.secured()) {
                texts.allowed(header, BEARER, "Bearer and a token", Rule.TOKEN, forbidden);
            } else {
                texts.allowed(header, BASIC, "Basic and the credentials of a client", Rule.TOKEN, forbidden);
            }
        } else if (header.name().equalsIgnoreCase("Content-Encoding")) {
            texts.allowed(header, READ_ENCODING, "gzip or identity", Rule.ENCODING, forbidden);
        }
    }

    private void contentType(Text header, Operation operation, Report forbidden) {
        if (operation.requestContent().isEmpty()) {
            return; // A body is passed over there, whatever it is.
        }
        texts.allowed(
                header,
                Written.matching(contentTypes(operation)),
                String.join(" or ", operation.requestContent().keySet()) + " in UTF-8",
                Rule.MEDIA_TYPE,
                forbidden);
    }

    /** The content types that an operation reads, as a regex. */
    static String contentTypes(Operation operation) {
        return operation.requestContent().keySet().stream()
                .map(type -> type.replaceAll("[.+]", "[$0]"))
                .collect(Collectors.joining("|", "(", ")" + UTF_8));
    }

    private static void required(Operation operation, List<Text> headers, Report forbidden) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(header -> names.add(header.name()));
        if (operation.secured() && !names.contains("Authorization")) {
            forbidden.add(
                    "/request/headers",
                    Rule.TOKEN,
                    operation.id() + " needs a bearer token (" + place(operation) + ")");
        }
        if (operation.bodyRequired() && !names.contains("Content-Type")) {
            forbidden.add(
                    "/request/headers",
                    Rule.MEDIA_TYPE,
                    "the body needs a Content-Type: "
                            + String.join(" or ", operation.requestContent().keySet()));
        }
        operation.parameters().stream()
                .filter(parameter -> parameter.in().equals("header") && parameter.required())
                .filter(parameter -> !names.contains(parameter.name()))
                .forEach(parameter -> forbidden.add(
                        "/request/headers",
                        Rule.MISSING_HEADER,
                        parameter.name() + " is required (" + place(parameter.node()) + ")"));
    }

    private void body(Contract contract, Operation operation, List<Text> headers, Report own, Report forbidden) {
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
        String type = mediaType(headers);
        SpecNode schema = operation.requestContent().get(type);
        if (schema == null) {
            return; // Either the media type is forbidden, which has been said, or the body is passed over.
        }
        JsonNode sent = type.equals(FORM_TYPE) ? form(body, schema) : json(body);
        if (sent == null) {
            forbidden.add("/request/body", Rule.SCHEMA, "the body is no " + type);
            return;
        }
        bodies.value(sent, "/request/body", List.of(schema), forbidden);
        if (body.isString() && matchers) {
            own.add("/request/matchers/body", Rule.MATCHER_WITHOUT_EFFECT, "a text has no members to match");
        } else {
            bodies.matchers(contract, "/request", List.of(schema), own, forbidden);
        }
    }

    static String mediaType(List<Text> headers) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("Content-Type"))
                .map(header -> header.value().replaceFirst(" *;.*", ""))
                .findFirst()
                .orElse("none");
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

    private static String place(Operation operation) {
        return place(operation.node());
    }

    private static String place(SpecNode node) {
        return Allowed.place(List.of(node));
    }
}
