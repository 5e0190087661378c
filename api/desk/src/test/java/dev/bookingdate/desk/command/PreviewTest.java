package dev.bookingdate.desk.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PreviewTest {
    private static final String DOCUMENT = """
            openapi: 3.0.3
            info: {title: First, version: 1.0.0}
            paths: {}
            """;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    @Timeout(60)
    void page_showsTheDocument_andReloadsAfterASave() throws Exception {
        Path document = folder.resolve("openapi.yaml");
        Files.writeString(document, DOCUMENT);
        try (PipedReader printed = new PipedReader();
                PipedWriter printing = new PipedWriter(printed)) {
            CommandLine desk = Desk.commandLine(Clock.systemUTC());
            desk.getSubcommands().values().forEach(command -> command.setOut(new PrintWriter(printing)));
            Thread preview = new Thread(() -> desk.execute("preview", document.toString(), "--port", "0"));
            preview.start();
            try {
                String line = new BufferedReader(printed).readLine();
                URI page = URI.create(line.substring(line.indexOf("http://")));
                HttpResponse<String> html = get(page);
                assertThat(html.body()).contains("data-events=\"events\"").doesNotContain("data-server");
                assertThat(html.headers().firstValue("Content-Security-Policy").orElse(""))
                        .contains("default-src 'none'");
                assertThat(get(page.resolve("/docs/page.js")).body()).contains("SwaggerUIBundle");
                assertThat(get(page.resolve("/docs/swagger-ui-bundle.js")).statusCode())
                        .isEqualTo(200);
                assertThat(get(page.resolve("/docs/nothing.js")).statusCode()).isEqualTo(404);
                assertThat(get(page.resolve("/openapi.json")).body()).contains("\"title\":\"First\"");

                HttpResponse<InputStream> events = http.send(
                        HttpRequest.newBuilder(page.resolve("/events")).build(), BodyHandlers.ofInputStream());
                try (BufferedReader told =
                        new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
                    Files.writeString(document, DOCUMENT.replace("First", "Second"));
                    assertThat(told.lines()
                                    .filter(one -> one.startsWith("event"))
                                    .findFirst())
                            .hasValue("event: saved");
                }
                assertThat(get(page.resolve("/openapi.yaml")).body()).contains("title: Second");

                Files.writeString(document, "openapi: [");
                HttpResponse<String> broken = get(page.resolve("/openapi.json"));
                assertThat(broken.statusCode()).isEqualTo(500);
                assertThat(broken.body()).contains("openapi.yaml", "not valid YAML");
            } finally {
                preview.interrupt();
                preview.join();
            }
        }
    }

    private HttpResponse<String> get(URI at) throws Exception {
        return http.send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString());
    }
}
