package dev.bookingdate.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Stands between the client and the stubs: keeps what was sent and who answered, and may break a request on its way. */
final class WireTap implements AutoCloseable {
    private static final Set<String> OF_HTTP = Set.of("content-length", "transfer-encoding", "connection");

    /** A request as it reached the stubs, and the contract that answered it. */
    record Passed(WireRequest request, Optional<String> answeredAs) {}

    private final Wire stubs;
    private final UnaryOperator<WireRequest> onItsWay;
    private final List<Passed> passed = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    WireTap(Wire stubs, UnaryOperator<WireRequest> onItsWay) throws IOException {
        this.stubs = stubs;
        this.onItsWay = onItsWay;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::pass);
        server.start();
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Passed> passed() {
        return passed;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            WireRequest request = onItsWay.apply(new WireRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    WireRequest.parameters(exchange.getRequestURI().getRawQuery()),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            HttpResponse<byte[]> answer = stubs.send(request);
            passed.add(new Passed(request, Wire.answeredAs(answer)));
            answer.headers().map().forEach((name, values) -> {
                if (!OF_HTTP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
