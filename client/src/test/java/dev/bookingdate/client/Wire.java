package dev.bookingdate.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/** Sends a request to the stubs as it is, however wrong. */
final class Wire {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI stubs;

    Wire(URI stubs) {
        this.stubs = stubs;
    }

    HttpResponse<byte[]> send(WireRequest request) throws IOException {
        String query = request.query().entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(joining("&"));
        BodyPublisher body = request.body().isEmpty()
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(request.body().getBytes(UTF_8));
        HttpRequest.Builder copy = HttpRequest.newBuilder(
                        stubs.resolve(request.path() + (query.isEmpty() ? "" : "?" + query)))
                .method(request.method(), body);
        request.headers().forEach((name, values) -> values.forEach(value -> copy.header(name, value)));
        try {
            return http.send(copy.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The contract whose stub answered; empty where none did. */
    static Optional<String> answeredAs(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Matched-Stub-Name");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
