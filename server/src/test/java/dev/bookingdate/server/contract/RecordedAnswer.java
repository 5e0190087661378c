package dev.bookingdate.server.contract;

import dev.bookingdate.contracts.spec.Answer;
import io.restassured.RestAssured;
import io.restassured.builder.ResponseBuilder;
import io.restassured.filter.Filter;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server has answered to the request of a contract. */
record RecordedAnswer(GeneratedTest test, String method, String target, Answer answer) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Runs a contract's test against the server. The last filters in RestAssured are the server's side of it. */
    static RecordedAnswer of(GeneratedTest test, Filter server) {
        List<RecordedAnswer> seen = new ArrayList<>();
        Filter recorder = (request, response, context) -> {
            Response real = context.next(request, response);
            seen.add(new RecordedAnswer(
                    test,
                    request.getMethod(),
                    URI.create(request.getURI()).getRawPath(),
                    new Answer(real.statusCode(), headers(real), real.body().asString())));
            return real;
        };
        RestAssured.replaceFiltersWith(server, recorder);
        test.run();
        return seen.get(seen.size() - 1);
    }

    private static Map<String, List<String>> headers(Response response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers()
                .forEach(header -> headers.computeIfAbsent(header.getName(), any -> new ArrayList<>())
                        .add(header.getValue()));
        return headers;
    }

    /**
     * Runs the contract's test again, and another answer comes in the place of the server's.
     *
     * @throws AssertionError if the contract notices it
     */
    void replay(Answer other) {
        List<Header> headers = other.headers().entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> new Header(header.getKey(), value)))
                .toList();
        RestAssured.replaceFiltersWith((Filter) (request, response, context) -> new ResponseBuilder()
                .setStatusCode(other.status())
                .setHeaders(new Headers(headers))
                .setBody(other.body())
                .build());
        test.run();
    }

    JsonNode body() {
        return body(answer);
    }

    static JsonNode body(Answer answer) {
        return JSON.readTree(answer.body());
    }

    /** Operation, status and error codes: what belongs together, since one change of the server would break all of it. */
    String place() {
        String codes = body().path("reasons")
                .valueStream()
                .map(reason -> reason.path("code").asString())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        return (test.operation() + " " + answer.status() + " " + Objects.toString(codes, "")).strip();
    }
}
