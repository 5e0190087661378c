package dev.bookingdate.contracts;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Behaves as a client that a team generated years ago from the published pages: it sends what its caller tells it, knows the
 * members that were published then and leaves others alone, and breaks on a value that its enums don't have.
 */
final class ExistingClient {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    enum Status {
        ACCEPTED,
        PROCESSING,
        COMPLETED,
        FAILED,
        STOPPED
    }

    enum Type {
        BookingDate,
        RatePlanCharge,
        OrderLineItem
    }

    record Job(
            String id,
            long createdOn,
            String createdOnReadable,
            long updatedOn,
            String updatedOnReadable,
            String updatedByUsername,
            Status status,
            Type type,
            int batchSentCount,
            int batchFinishedCount,
            int errorCount,
            String progress) {}

    /** What some generators made of a reason. */
    record TextReason(String code, String message) {}

    /** What others made of it. */
    record NumberReason(int code, String message) {}

    record Answer<R>(
            Boolean success,
            List<R> reasons,
            String requestId,
            String processId,
            String jobId,
            Job job,
            List<Job> jobs,
            String nextPage) {}

    record Token(String access_token, String token_type, long expires_in, String scope, String jti) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI baseUrl;

    ExistingClient(URI baseUrl) {
        this.baseUrl = baseUrl;
    }

    HttpResponse<String> send(
            String method, String path, Map<String, String> query, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        String parameters = query.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        baseUrl.resolve(path + (parameters.isEmpty() ? "" : "?" + parameters)))
                .method(method, publisher);
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    static Answer<TextReason> read(String body) {
        return JSON.readValue(body, JSON.getTypeFactory().constructParametricType(Answer.class, TextReason.class));
    }

    static Answer<NumberReason> readWithNumbers(String body) {
        return JSON.readValue(body, JSON.getTypeFactory().constructParametricType(Answer.class, NumberReason.class));
    }

    static Token readToken(String body) {
        return JSON.readValue(body, Token.class);
    }
}
