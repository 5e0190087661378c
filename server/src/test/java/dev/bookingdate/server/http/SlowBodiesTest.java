package dev.bookingdate.server.http;

import static dev.bookingdate.server.slow.Http2Frames.concat;
import static dev.bookingdate.server.slow.Http2Frames.data;
import static dev.bookingdate.server.slow.Http2Frames.ping;
import static dev.bookingdate.server.slow.Http2Frames.preface;
import static dev.bookingdate.server.slow.Http2Frames.request;
import static dev.bookingdate.server.slow.Http2Frames.reset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.slow.Drips;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that come a byte at a time, many more than there are threads: none of them may keep a stop from its answer. */
@Tag("long")
class SlowBodiesTest {

    private static final int THREADS = 10;
    private static final int CONNECTIONS = 60;
    private static final String STOP = "PUT " + TestServer.JOBS + "/" + ScriptedDelegate.JOB;
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String LENGTH = "Content-Length: 1000\r\n\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final String A_CHUNK = "1\r\nx\r\n";

    @RegisterExtension
    static final TestServer server = TestServer.with(
            "bookingdate.demo.charges=1",
            "server.tomcat.threads.max=" + THREADS,
            "server.tomcat.threads.min-spare=" + THREADS);

    private static String token;

    /** Answers that a tenant does not read hold threads of its own share. */
    private static String otherToken;

    @BeforeAll
    static void start() {
        token = server.token(TestServer.DEMO_MULTI_ORG);
        otherToken = server.token(TestServer.DEMO_SINGLE_ORG);
    }

    static Stream<Arguments> drips() {
        return Stream.of(
                Arguments.of("token", "POST /oauth/token", FORM + LENGTH, "x"),
                Arguments.of("token, chunked", "POST /oauth/token", FORM + CHUNKED, A_CHUNK),
                Arguments.of("token, no form", "POST /oauth/token", LENGTH, "x"),
                Arguments.of("no token", STOP, JSON + LENGTH, "x"),
                Arguments.of("no token, chunked", STOP, JSON + CHUNKED, A_CHUNK),
                Arguments.of("unknown path", "POST /nothing", LENGTH, "x"),
                Arguments.of("bad path", "POST /%zz", LENGTH, "x"),
                Arguments.of("answered without the body", "OPTIONS /oauth/token", LENGTH, "x"),
                Arguments.of("stop", STOP, bearer() + JSON + LENGTH, " "),
                Arguments.of("stop, chunked", STOP, bearer() + JSON + CHUNKED, A_CHUNK),
                Arguments.of("create", "POST " + TestServer.JOBS, bearer() + LENGTH, "x"),
                Arguments.of(
                        "create with a key",
                        "POST " + TestServer.JOBS,
                        bearer() + "Idempotency-Key: k\r\n" + LENGTH,
                        "x"),
                Arguments.of(
                        "upgrade",
                        "POST /oauth/token",
                        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
                                + FORM
                                + LENGTH,
                        "x"));
    }

    private static String bearer() {
        return "Authorization: Bearer " + token + "\r\n";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drips")
    void stopIsAnswered_besideBodiesThatDrip(String name, String line, String headers, String drop)
            throws InterruptedException {
        try (Drips drips =
                Drips.start(server.port(), CONNECTIONS, 4, 100, line + " HTTP/1.1\r\nHost: x\r\n" + headers, drop)) {
            assertThat(drips.opened()).isGreaterThanOrEqualTo(CONNECTIONS);
            // A drop for each connection in turn, past the moment in which the rest of a body is thrown away.
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                assertThat(stopOnce().statusCode()).isEqualTo(200);
                return drips.dripped() > 20 * CONNECTIONS;
            });
        }
    }

    @Test
    void stopIsAnswered_besideStopsWhoseChunksDrip() throws InterruptedException {
        stopIsAnswered_besideBodiesThatDrip("stop, chunked", STOP, bearer() + JSON + CHUNKED, A_CHUNK);
    }

    static Stream<Arguments> streams() {
        String[] form = {"content-type", "application/x-www-form-urlencoded"};
        String[] stop = {"content-type", "application/json", "authorization", "Bearer " + otherToken};
        String job = TestServer.JOBS + "/" + ScriptedDelegate.JOB;
        return Stream.of(
                Arguments.of("bodies that drip", 65_535, false, "POST", "/oauth/token", form, data(1, "x")),
                Arguments.of("bodies of stops that drip", 65_535, false, "PUT", job, stop, data(1, " ")),
                Arguments.of("bodies that never begin", 65_535, false, "PUT", job, stop, ping()),
                Arguments.of("answers that nobody reads", 0, true, "GET", "/nothing", new String[0], ping()),
                Arguments.of("answers to stops that nobody reads", 0, true, "PUT", job, stop, ping()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void stopIsAnswered_besideStreamsThatStall(
            String name, int window, boolean ends, String method, String path, String[] headers, byte[] drop)
            throws InterruptedException {
        byte[] head = preface(window);
        for (int stream = 1; stream < 40; stream += 2) {
            head = concat(head, request(stream, ends, method, path, headers));
        }
        assertStopIsAnsweredBeside(head, drop);
    }

    @Test
    void stopIsAnswered_besideStreamsThatAreResetAtOnce() throws InterruptedException {
        byte[] head = preface(65_535);
        for (int stream = 1; stream < 400; stream += 2) {
            head = concat(head, request(stream, false, "POST", "/oauth/token"), reset(stream));
        }
        assertStopIsAnsweredBeside(head, ping());
    }

    private static void assertStopIsAnsweredBeside(byte[] head, byte[] drop) throws InterruptedException {
        try (Drips drips = Drips.start(from -> Drips.plain(server.port(), from), CONNECTIONS, 4, 100, head, drop)) {
            for (int i = 0; i < 10; i++) {
                assertThat(stopOnce().statusCode()).isEqualTo(200);
            }
            assertThat(drips.opened()).isGreaterThanOrEqualTo(CONNECTIONS);
        }
    }

    private static HttpResponse<byte[]> stopOnce() {
        return server.send(server.request(TestServer.JOBS + "/" + ScriptedDelegate.JOB)
                // A busy machine is slow; a server that has no thread left does not answer at all.
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"status\":\"Stopping\"}"))
                .build());
    }
}
