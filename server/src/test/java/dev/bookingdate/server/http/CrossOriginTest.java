package dev.bookingdate.server.http;

import static dev.bookingdate.server.http.TestServer.JOBS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of the configured origins may call; pages of others may not read a word. */
class CrossOriginTest {

    private static final String ORIGIN = "https://billing.example.com";

    @RegisterExtension
    static final TestServer server = TestServer.with(
            "bookingdate.demo.charges=1", "bookingdate.cors.allowed-origins=http://a.example," + ORIGIN);

    private static String bearer;

    @BeforeAll
    static void start() {
        bearer = "Authorization: Bearer " + server.token(TestServer.DEMO_MULTI_ORG) + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT"})
    void aPreflight_isAnsweredWithoutToken(String method) throws IOException {
        for (String path : List.of(JOBS, JOBS + "/" + ScriptedDelegate.JOB, "/oauth/token")) {
            RawAnswer answer = preflight(
                    path,
                    ORIGIN,
                    method,
                    "authorization, content-type, content-encoding, zuora-entity-ids, zuora-org-ids, zuora-track-id,"
                            + " zuora-version, idempotency-key, prefer, traceparent");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(ORIGIN);
            assertThat(answer.header("Access-Control-Allow-Methods").get(0).split(","))
                    .contains("GET", "POST", "PUT");
            assertThat(answer.header("Access-Control-Allow-Headers").get(0))
                    .contains("idempotency-key", "zuora-track-id", "authorization");
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
            assertThat(String.join(",", answer.header("Vary"))).containsIgnoringCase("origin");
            assertThat(answer.header("Zuora-Request-Id")).hasSize(1);
        }
    }

    @Test
    void aPreflight_forWhatIsNotDocumented_isRefused() throws IOException {
        assertThat(preflight(JOBS, ORIGIN, "DELETE", "authorization").status()).isEqualTo(403);
        RawAnswer answer = preflight(JOBS, ORIGIN, "GET", "x-other");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("reasons").get(0).get("code").asString()).isEqualTo("50000010");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }

    /** Refusals as well: a page has to know why. */
    @Test
    void anAnswer_canBeReadByThePage_withTheHeadersOfTheContract() throws IOException {
        String job = JOBS + "/" + ScriptedDelegate.JOB;
        for (String request : List.of(
                call("GET", job, bearer, ORIGIN),
                call("HEAD", job, bearer, ORIGIN),
                call("GET", JOBS, "", ORIGIN),
                call("GET", JOBS + "/" + ScriptedDelegate.BUSY, bearer, ORIGIN),
                call("DELETE", job, bearer, ORIGIN),
                call("PUT", job, bearer + "Content-Length: 2000000\r\n", ORIGIN))) {
            RawAnswer answer = RawAnswer.to(server.port(), request);
            assertThat(answer.header("Access-Control-Allow-Origin")).as(request).containsExactly(ORIGIN);
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
            assertThat(List.of(answer.header("Access-Control-Expose-Headers")
                            .get(0)
                            .split(", ")))
                    .contains(
                            "Zuora-Request-Id",
                            "Zuora-Track-Id",
                            "RateLimit-Limit",
                            "RateLimit-Remaining",
                            "RateLimit-Reset",
                            "Concurrency-Limit-Type",
                            "Concurrency-Limit-Limit",
                            "Concurrency-Limit-Remaining",
                            "Retry-After",
                            "Preference-Applied");
            assertThat(String.join(",", answer.header("Vary"))).containsIgnoringCase("origin");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://billing.example.com",
                "https://billing.example.com.evil.example",
                "https://billing.example.com:8443",
                "https://sub.billing.example.com",
                "*"
            })
    void anyOtherOrigin_isAnsweredAsIfThereWereNoCors(String origin) throws IOException {
        RawAnswer answer = RawAnswer.to(server.port(), call("GET", JOBS, bearer, origin));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headerLines()).noneMatch(line -> line.startsWith("Access-Control"));
        assertThat(String.join(",", answer.header("Vary"))).containsIgnoringCase("origin");

        RawAnswer preflight = preflight(JOBS, origin, "GET", "authorization");
        assertThat(preflight.status()).isEqualTo(401);
        assertThat(preflight.headerLines()).noneMatch(line -> line.startsWith("Access-Control"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://billing.example.com/",
                "https://billing.example.com/path",
                "billing.example.com",
                "https://*.example.com",
                "https://BILLING.example.com:x",
                "**"
            })
    void anOriginThatNoBrowserSends_isRefusedAtTheStart(String origin) {
        assertThatThrownBy(() -> new CrossOrigin.Pages(List.of(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bookingdate.cors.allowed-origins");
    }

    private static RawAnswer preflight(String path, String origin, String method, String headers) throws IOException {
        return RawAnswer.to(
                server.port(),
                call(
                        "OPTIONS",
                        path,
                        "Access-Control-Request-Method: " + method + "\r\nAccess-Control-Request-Headers: " + headers
                                + "\r\n",
                        origin));
    }

    private static String call(String method, String path, String headers, String origin) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: " + origin + "\r\n"
                + headers + "\r\n";
    }
}
