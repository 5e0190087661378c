package dev.bookingdate.contracts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client as generators made them years ago from the published pages: strict about a job's status, indifferent to members that
 * came later, and of two minds whether a reason's code is a text or a number.
 */
final class ExistingClient {
    private static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";

    static final JsonMapper JSON = JsonMapper.builder()
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

    record TextReason(String code, String message) {}

    record NumberReason(int code, String message) {}

    record Acknowledged(String processId, String requestId, boolean success, List<TextReason> reasons) {}

    record Created(String processId, String requestId, boolean success, List<TextReason> reasons, String jobId) {}

    record OneJob(String processId, String requestId, boolean success, List<TextReason> reasons, Job job) {}

    record ManyJobs(String processId, String requestId, boolean success, List<TextReason> reasons, List<Job> jobs) {}

    record TextFailure(String processId, String requestId, boolean success, List<TextReason> reasons) {}

    record NumberFailure(String processId, String requestId, boolean success, List<NumberReason> reasons) {}

    record Token(String access_token, String token_type, long expires_in, String scope, String jti) {}

    /** A call before it is sent: how generators made it, and what one of them made otherwise. */
    record Call(String method, String path, Map<String, String> headers, String body) {
        Call withMethod(String other) {
            return new Call(other, path, headers, body);
        }

        Call with(String header, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(header, value);
            return new Call(method, path, more, body);
        }

        Call without(String header) {
            Map<String, String> fewer = new TreeMap<>(headers);
            fewer.remove(header);
            return new Call(method, path, fewer, body);
        }

        Call withBody(String other) {
            return new Call(method, path, headers, other);
        }
    }

    static Call stop(String jobId) {
        return new Call("PUT", JOBS + "/" + jobId, Map.of("Accept", "application/json"), "{\"status\":\"Stopping\"}")
                .with("Content-Type", "application/json");
    }

    /** With neither body nor content type. */
    static Call create() {
        return new Call("POST", JOBS, Map.of("Accept", "application/json"), "");
    }

    static Call get(String jobId) {
        return new Call("GET", JOBS + "/" + jobId, Map.of("Accept", "application/json"), "");
    }

    /**
     * @param query as it stands in the URL; empty for none
     */
    static Call list(String query) {
        return new Call("GET", JOBS + (query.isEmpty() ? "" : "?" + query), Map.of("Accept", "application/json"), "");
    }

    static Call token(String form) {
        return new Call("POST", "/oauth/token", Map.of("Accept", "application/json"), form)
                .with("Content-Type", "application/x-www-form-urlencoded");
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpResponse<String> send(URI baseUrl, Call call) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + call.path()))
                .method(
                        call.method(),
                        call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body()));
        call.headers().forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
