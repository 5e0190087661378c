package dev.bookingdate.server.http;

import static dev.bookingdate.server.http.TestServer.JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.database.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under {@code server.servlet.context-path} everything that goes by the operation finds it as it does without. */
@Tag("long")
class ContextPathTest {

    private static final String CONTEXT = "/billing";
    private static final String ENTITY = "00000000-0000-4000-8000-0000000000e3";
    private static final String JOB = JOBS + "/" + ScriptedDelegate.JOB;
    private static final String PAGE = "https://billing.example.com";
    private static final int PER_MINUTE = 20;

    private static TestDatabase database;
    private static TestServer server;
    private static String token;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        server = TestServer.start(
                database,
                "server.servlet.context-path=" + CONTEXT,
                "bookingdate.demo.charges=1",
                "bookingdate.cors.allowed-origins=" + PAGE,
                "bookingdate.limits.calls-per-minute=" + PER_MINUTE);
        token = token(TestServer.DEMO_MULTI_ORG);
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @Test
    void aCreateThatIsRepeatedWithItsKey_isReplayed() {
        HttpResponse<byte[]> first = call(token, "POST", JOBS, "", "Idempotency-Key", "one");
        HttpResponse<byte[]> second = call(token, "POST", JOBS, "", "Idempotency-Key", "one");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void thePages_areBelowThePath() {
        HttpResponse<byte[]> root = call(token, "GET", "/", "", "Accept", "text/html");
        assertThat(root.statusCode()).isEqualTo(302);
        assertThat(root.headers().firstValue("Location")).hasValue(CONTEXT + "/console");
        assertThat(call(token, "GET", "/docs", "").statusCode()).isEqualTo(200);
        assertThat(call(token, "GET", "/console/main.js", "").statusCode()).isEqualTo(200);
    }

    @Test
    void stops_keepTheirReserve() {
        server.insertClient(TestServer.SEVERAL_ENTITIES, 1003);
        String caller = token(TestServer.SEVERAL_ENTITIES);
        for (int calls = 1; calls < PER_MINUTE; calls++) {
            assertThat(call(caller, "GET", JOBS, "", "Zuora-Entity-Ids", ENTITY).statusCode())
                    .isEqualTo(200);
        }
        assertThat(call(caller, "GET", JOBS, "", "Zuora-Entity-Ids", ENTITY).statusCode())
                .isEqualTo(429);

        assertThat(call(caller, "PUT", JOB, "{\"status\":\"Stopping\"}", "Zuora-Entity-Ids", ENTITY)
                        .statusCode())
                .as("let in, and then not found")
                .isEqualTo(404);
        assertThat(tokenRequest(TestServer.SEVERAL_ENTITIES).statusCode()).isEqualTo(200);
    }

    @Test
    void theLog_namesTheOperation() {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> stopped = call(token, "PUT", JOB, "{\"status\":\"Stopping\"}");
            assertThat(stopped.statusCode()).isEqualTo(200);
            assertThat(line(log, stopped)).contains(" operation=stopBookingDateBackfillJob method=PUT status=200 ");

            HttpResponse<byte[]> issued = tokenRequest(TestServer.DEMO_MULTI_ORG);
            assertThat(line(log, issued)).contains(" operation=createToken method=POST status=200 ");
        }
    }

    @Test
    void preflight_andMethods_areThoseOfTheOperation() {
        HttpResponse<byte[]> preflight =
                call(null, "OPTIONS", JOB, "", "Origin", PAGE, "Access-Control-Request-Method", "PUT");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue(PAGE);

        HttpResponse<byte[]> wrong = call(token, "DELETE", JOB, "");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).hasValue("GET, PUT");
        assertThat(call(null, "GET", JOB, "").statusCode()).isEqualTo(401);
    }

    /** Tomcat would send the first one elsewhere, which is no answer of the contract. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/nothing", "/billing" + JOBS})
    void whatIsNoOperation_isNotFound(String path) {
        HttpResponse<byte[]> answer = call(token, "GET", path, "");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(reason(answer)).isEqualTo("There is nothing at this path.");
    }

    /** Another application may be there, behind the same proxy. */
    @ParameterizedTest
    @ValueSource(strings = {JOBS, "/oauth/token", "/", "/billingx", "/actuator/health"})
    void outsideOfTheContextPath_isNothing(String path) {
        HttpResponse<byte[]> answer = server.send(
                server.request(path).header("Authorization", "Bearer " + token).build());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(reason(answer)).isEqualTo("There is nothing at this path.");
        assertThat(answer.headers().firstValue("Zuora-Request-Id")).isPresent();
    }

    private static HttpResponse<byte[]> call(
            @Nullable String caller, String method, String path, String body, String... headers) {
        var request = server.request(CONTEXT + path)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (caller != null) {
            request.header("Authorization", "Bearer " + caller);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return server.send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private static HttpResponse<byte[]> tokenRequest(String clientId) {
        return server.send(server.request(CONTEXT + "/oauth/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(TestServer.form(Map.of(
                        "client_id",
                        clientId,
                        "client_secret",
                        TestServer.SECRET,
                        "grant_type",
                        "client_credentials"))))
                .build());
    }

    private static String token(String clientId) {
        return TestServer.json(tokenRequest(clientId).body())
                .get("access_token")
                .asString();
    }

    private static String line(LoggedEvents log, HttpResponse<byte[]> answer) {
        return log.awaitLine(
                "request_id=" + answer.headers().firstValue("Zuora-Request-Id").orElseThrow());
    }

    private static String reason(HttpResponse<byte[]> answer) {
        return TestServer.json(answer.body())
                .get("reasons")
                .get(0)
                .get("message")
                .asString();
    }
}
