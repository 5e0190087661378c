package dev.bookingdate.server.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a node as any HTTP client would, so that a test sees headers and bytes. */
record Wire(String address, String token) {

    static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";
    static final String STOP = "{\"status\":\"Stopping\"}";

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** With a token of this node; it is good for every other node on the same database. */
    static Wire to(RunningServer server, String clientId, String secret) {
        return new Wire(
                server.address(),
                json(token(server.address(), clientId, secret))
                        .get("access_token")
                        .asString());
    }

    static HttpResponse<byte[]> token(String address, String clientId, String secret) {
        return send(HttpRequest.newBuilder(URI.create(address + "/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret))
                .build());
    }

    /** The same caller at another node. */
    Wire at(RunningServer node) {
        return new Wire(node.address(), token);
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    HttpResponse<byte[]> post(String path, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.noBody()).build());
    }

    HttpResponse<byte[]> stop(String jobId, String... headers) {
        return send(request(JOBS + "/" + jobId, headers)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(STOP))
                .build());
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                // Longer than any answer may take, so that a test which hangs fails.
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token);
        return headers.length == 0 ? request : request.headers(headers);
    }

    static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        return JSON.readTree(answer.body());
    }

    /** The codes and messages of a refusal, one reason a line. */
    static String reasons(HttpResponse<byte[]> answer) {
        StringBuilder reasons = new StringBuilder();
        for (JsonNode reason : json(answer).get("reasons")) {
            reasons.append(reason.get("code").asString())
                    .append(' ')
                    .append(reason.get("message").asString())
                    .append('\n');
        }
        return reasons.toString().strip();
    }
}
