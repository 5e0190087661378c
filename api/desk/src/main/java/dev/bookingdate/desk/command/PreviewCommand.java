package dev.bookingdate.desk.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bookingdate.desk.page.Page;
import dev.bookingdate.desk.source.Bundle;
import dev.bookingdate.desk.source.UnusableException;
import dev.bookingdate.desk.source.YamlText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        description =
                "Shows the document as a page on 127.0.0.1, which reloads after each save, until it is interrupted.")
final class PreviewCommand implements Callable<Integer> {
    /** How often a page that nobody looks at any more is noticed. */
    private static final long BREATH_MILLIS = 10_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(paramLabel = "DOCUMENT", description = "the document; it may refer to other files")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8091",
            description = "0 for a free one; default: 8091")
    private int port;

    private final Map<String, byte[]> page = Page.files();
    private final Object saved = new Object();
    private long saves;

    @Override
    public Integer call() throws IOException {
        HttpServer server = MockCommand.listen(port);
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "preview");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        try (Saves watched = Saves.in(List.of(document.toAbsolutePath().getParent()))) {
            command.commandLine()
                    .getOut()
                    .println("Preview of " + document + " at http://127.0.0.1:"
                            + server.getAddress().getPort() + "/docs");
            command.commandLine().getOut().flush();
            while (watched.await()) {
                synchronized (saved) {
                    saves++;
                    saved.notifyAll();
                }
            }
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
        return 0;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            switch (path) {
                case "/" -> {
                    exchange.getResponseHeaders().set("Location", "/docs");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/docs" -> send(exchange, 200, "text/html;charset=UTF-8", html());
                case "/openapi.json" -> bundle(exchange, "application/json", JsonNode::toString);
                case "/openapi.yaml" -> bundle(exchange, "application/yaml", YamlText::of);
                case "/events" -> events(exchange);
                default -> file(exchange, path);
            }
        }
    }

    /** Calls go to the servers that the document names, as far as they let this page. */
    private byte[] html() {
        String html = new String(page.get("index.html"), StandardCharsets.UTF_8);
        return html.replace("data-server=\".\"", "data-events=\"events\"").getBytes(StandardCharsets.UTF_8);
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        byte[] content = path.startsWith("/docs/") ? page.get(path.substring("/docs/".length())) : null;
        if (content == null) {
            send(exchange, 404, "text/plain;charset=UTF-8", bytes("There is no " + path + "; the page is /docs\n"));
        } else {
            send(exchange, 200, (path.endsWith(".css") ? "text/css" : "text/javascript") + ";charset=UTF-8", content);
        }
    }

    private interface Form {
        String of(JsonNode bundle);
    }

    private void bundle(HttpExchange exchange, String type, Form form) throws IOException {
        try {
            send(exchange, 200, type, bytes(form.of(Bundle.read(document).json())));
        } catch (UnusableException unusable) {
            send(exchange, 500, "text/plain;charset=UTF-8", bytes(unusable.getMessage() + "\n"));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Content-Security-Policy", Page.POLICY);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content);
    }

    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        long seen = current();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long now = next(seen);
                out.write(bytes(now == seen ? ":\n\n" : "event: saved\ndata: " + now + "\n\n"));
                out.flush();
                seen = now;
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private long current() {
        synchronized (saved) {
            return saves;
        }
    }

    private long next(long seen) throws InterruptedException {
        long end = System.nanoTime() + BREATH_MILLIS * 1_000_000;
        synchronized (saved) {
            for (long left = BREATH_MILLIS; saves == seen && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                saved.wait(left);
            }
            return saves;
        }
    }
}
