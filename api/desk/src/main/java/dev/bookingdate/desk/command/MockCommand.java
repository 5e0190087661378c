package dev.bookingdate.desk.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bookingdate.desk.mock.LiveMock;
import dev.bookingdate.desk.mock.Mock;
import dev.bookingdate.desk.mock.Mock.Answer;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "mock",
        mixinStandardHelpOptions = true,
        description = {
            "Answers calls on 127.0.0.1 from the document's examples, until it is interrupted.",
            "Prefer: code=409 and Prefer: example=NAME choose one. A save is read with the next call."
        })
final class MockCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(paramLabel = "DOCUMENT", description = "the document; it may refer to other files")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8092",
            description = "0 for a free one; default: 8092")
    private int port;

    @Override
    public Integer call() throws IOException {
        LiveMock mock =
                new LiveMock(document, line -> command.commandLine().getErr().println(line));
        HttpServer server = listen(port);
        server.createContext("/", exchange -> answer(exchange, mock));
        server.start();
        try {
            command.commandLine()
                    .getOut()
                    .println("Mock of " + document + " at http://127.0.0.1:"
                            + server.getAddress().getPort());
            command.commandLine().getOut().flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } finally {
            server.stop(0);
        }
        return 0;
    }

    static HttpServer listen(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException | IllegalArgumentException taken) {
            throw new UnusableException("Port " + port + " of 127.0.0.1 can't be used: " + taken.getMessage());
        }
    }

    private static void answer(HttpExchange exchange, LiveMock mock) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            Answer answer = mock.answer(new Mock.Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), none ? -1 : body.length);
            if (!none) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
