package dev.bookingdate.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.database.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** The demo as its user meets it: whatever its port answers is the demo's, and the lines that it prints do what they say. */
@ExtendWith(OutputCaptureExtension.class)
class DemoTest {

    private static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";
    private static final String FORM = "grant_type=client_credentials&client_secret=demo-secret"
            + "&client_id=00000000-0000-4000-8000-000000000001";
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.createWithoutTables();
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** The first calls come in the moment in which the port is open. */
    @Test
    void whoeverCallsFirst_findsTheDemo() {
        List<HttpResponse<String>> first = new CopyOnWriteArrayList<>();
        ApplicationListener<ServletWebServerInitializedEvent> atOnce = event -> {
            String address = "http://127.0.0.1:" + event.getWebServer().getPort();
            HttpResponse<String> token = send(HttpRequest.newBuilder(URI.create(address + "/oauth/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(FORM))
                    .build());
            first.add(token);
            first.add(send(HttpRequest.newBuilder(URI.create(address + JOBS))
                    .header("Authorization", "Bearer " + member(token, "access_token"))
                    .POST(BodyPublishers.noBody())
                    .build()));
        };
        try (ConfigurableApplicationContext server = start(atOnce)) {
            assertThat(first).extracting(HttpResponse::statusCode).containsExactly(200, 200);
        }
    }

    /** With what changes the address: the lines are pasted as they are. */
    @Test
    void thePrintedLines_getAToken_startABackfill_andStopIt(CapturedOutput output) throws Exception {
        assumeTrue(runs("curl", "--version"), "the lines use curl");
        try (ConfigurableApplicationContext server =
                start(event -> {}, "--server.servlet.context-path=/billing", "--bookingdate.engine.enabled=false")) {
            String lines = String.join(
                    "\n",
                    output.getOut()
                            .lines()
                            .filter(line ->
                                    line.startsWith("TOKEN=") || line.startsWith("JOB=") || line.startsWith("curl "))
                            .toList());
            assertThat(lines.lines()).hasSize(3);
            var shell = new ProcessBuilder("sh", "-c", lines)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(said).containsPattern("\"jobId\":\"[0-9a-f]{32}\"");
            assertThat(said.substring(said.lastIndexOf('{'))).contains("\"success\":true");
        }
    }

    private ConfigurableApplicationContext start(
            ApplicationListener<ServletWebServerInitializedEvent> listener, String... options) {
        var application = new SpringApplication(BookingDateBackfillServer.class);
        application.setRegisterShutdownHook(false);
        application.addListeners(listener);
        var arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--management.server.port=-1",
                "--bookingdate.demo.charges=2000",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password()));
        arguments.addAll(List.of(options));
        return application.run(arguments.toArray(String[]::new));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String member(HttpResponse<String> answer, String name) {
        return JSON.readTree(answer.body()).get(name).asString();
    }
}
