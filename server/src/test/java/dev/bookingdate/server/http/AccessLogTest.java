package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.database.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private static TestDatabase database;
    private static TestServer server;
    private static String token;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        server = TestServer.start(database, "bookingdate.demo.charges=1");
        token = server.token(TestServer.DEMO_MULTI_ORG);
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @Test
    void a_call_is_one_line_with_its_route_and_tenant() {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = call(TestServer.JOBS + "/" + ScriptedDelegate.JOB, "nightly close");
            assertThat(line(log, answer))
                    .matches("request_id=\\S+ track_id=\"nightly close\" tenant=1001 method=GET " + "route="
                            + TestServer.JOBS + "/\\{jobId} status=200 millis=[0-9]+");
        }
    }

    @Test
    void what_the_caller_wrote_freely_is_not_logged() {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = call("/nothing?secret=1", "x\"status=200");
            assertThat(line(log, answer)).contains(" track_id=- tenant=1001 method=GET route=- status=404 ");
            assertThat(String.join(" ", log.messages())).doesNotContain("nothing", "secret", token);
        }
    }

    @Test
    void a_token_request_is_logged_without_secrets() {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = server.tokenRequest(TestServer.DEMO_MULTI_ORG, TestServer.SECRET);
            assertThat(line(log, answer)).contains(" tenant=- method=POST route=/oauth/token status=200 ");
            assertThat(String.join(" ", log.messages())).doesNotContain(TestServer.SECRET, "eyJ");
        }
    }

    @Test
    void a_replayed_call_is_found_by_its_own_id_and_by_that_of_the_first_call() {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> first = create();
            String firstId = first.headers().firstValue("Zuora-Request-Id").orElseThrow();
            HttpResponse<byte[]> second = create();
            assertThat(second.headers().firstValue("Zuora-Request-Id")).contains(firstId);

            String replay = log.messages().stream()
                    .filter(line -> line.endsWith(" replays request_id=" + firstId))
                    .findFirst()
                    .orElseThrow();
            String secondId = replay.substring(0, replay.indexOf(' '));
            assertThat(secondId).isNotEqualTo("request_id=" + firstId);
            await().until(() -> log.messages().stream()
                    .anyMatch(line -> line.startsWith(secondId + " ") && line.contains("status=200")));
        }
    }

    private static HttpResponse<byte[]> create() {
        return server.send(server.request(TestServer.JOBS)
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", "found in the log")
                .POST(BodyPublishers.noBody())
                .build());
    }

    private static String line(LoggedEvents log, HttpResponse<byte[]> answer) {
        return log.awaitLine(
                "request_id=" + answer.headers().firstValue("Zuora-Request-Id").orElseThrow());
    }

    private static HttpResponse<byte[]> call(String path, String trackId) {
        return server.send(server.request(path)
                .header("Authorization", "Bearer " + token)
                .header("Zuora-Track-Id", trackId)
                .build());
    }
}
