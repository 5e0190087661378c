package dev.bookingdate.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Answers what no contract promises: each request takes the next answer, the last one stays. */
final class FakeService implements BeforeEachCallback, AfterEachCallback {
    static final String SUCCESS = "\"success\":true,\"reasons\":[],\"processId\":\"9F2C4E6A8B0D1F35\","
            + "\"requestId\":\"d385ab22-0f51-4b97-9ecd-b8ff3fd4fcb6\"";

    /** One answer; a header list of names and values. */
    record Answer(int status, String type, String body, String... headers) {
        static Answer json(int status, String body, String... headers) {
            return new Answer(status, "application/json", body, headers);
        }

        static Answer token(String token, String expiresIn) {
            return json(200, "{\"access_token\":\"" + token + "\",\"expires_in\":" + expiresIn + "}");
        }
    }

    /** One request that came. */
    record Seen(String method, String uri, String authorization, String body) {}

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<Headers> headers = new CopyOnWriteArrayList<>();
    private HttpServer server;

    FakeService answers(Answer... next) {
        answers.addAll(List.of(next));
        return this;
    }

    /** From now on this answer, and none that was still to come. */
    void answersOnly(Answer answer) {
        answers.add(answer);
        while (answers.size() > 1) {
            answers.remove();
        }
    }

    List<Seen> seen() {
        return seen;
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The value of a header in the last request; null if it was not sent. */
    String header(String name) {
        return headers.get(headers.size() - 1).getFirst(name);
    }

    /** The values of a header in all requests, "-" where it was not sent. */
    List<String> headers(String name) {
        return headers.stream()
                .map(each -> each.getOrDefault(name, List.of("-")).get(0))
                .toList();
    }

    /** A client that repeats nothing. */
    BackfillClient client() {
        return builder().retryPolicy(RetryPolicy.none()).build();
    }

    BackfillClientBuilder builder() {
        return BackfillClient.builder().baseUrl(baseUrl()).accessToken(() -> "token");
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server.stop(0);
        answers.clear();
        seen.clear();
        headers.clear();
    }

    private static String body(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return new String((gzip ? new GZIPInputStream(body) : body).readAllBytes(), UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            headers.add(exchange.getRequestHeaders());
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    body(exchange)));
            Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            for (int i = 0; i < answer.headers().length; i += 2) {
                exchange.getResponseHeaders().set(answer.headers()[i], answer.headers()[i + 1]);
            }
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
