package dev.bookingdate.server.http;

import static dev.bookingdate.server.http.TestServer.JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.call.Call;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Zuora-Track-Id} and {@code Zuora-Request-Id}, byte by byte: what comes back, and what must not. */
class TrackIdTest {

    private static final String TRACK_ID = "Zuora-Track-Id: ";
    private static final String FORM = "grant_type=client_credentials&client_id=" + TestServer.DEMO_MULTI_ORG
            + "&client_secret=" + TestServer.SECRET;

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static String authorization;

    @BeforeAll
    static void start() {
        authorization = "Authorization: Bearer " + server.token(TestServer.DEMO_MULTI_ORG) + "\r\n";
    }

    /** What stands behind the name of the header, and what comes back. */
    static Stream<Arguments> valid() {
        String longest = "t".repeat(64);
        return Stream.of(
                Arguments.of("plain", TRACK_ID + "nightly close 1", "nightly close 1"),
                Arguments.of("empty", TRACK_ID, ""),
                Arguments.of("blanks around, which HTTP takes away", TRACK_ID + " \t a b \t", "a b"),
                Arguments.of("64 characters", TRACK_ID + longest, longest),
                Arguments.of("the edges of the alphabet", TRACK_ID + "!#$%&()*+,-./09<=>?@AZ[\\]^_`az{|}~", null),
                Arguments.of(
                        "a line break as percent-encoding, which means nothing here", TRACK_ID + "%0d%0aX=1", null),
                Arguments.of("twice, which is a list", TRACK_ID + "a\r\n" + TRACK_ID + "b", "a,b"),
                Arguments.of("another case of the name", "zuora-TRACK-id: a", "a"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void comesBackUnchanged_onEveryAnswer(String name, String header, String wanted) throws IOException {
        String value = wanted == null ? header.substring(TRACK_ID.length()) : wanted;
        for (Map.Entry<String, Integer> call : everyAnswer(header).entrySet()) {
            RawAnswer answer = RawAnswer.to(server.port(), call.getKey());
            assertThat(answer.status()).as(call.getKey()).isEqualTo(call.getValue());
            assertThat(answer.header(Call.TRACK_ID_HEADER)).as(call.getKey()).containsExactly(value);
        }
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of("65 characters", TRACK_ID + "t".repeat(65)),
                Arguments.of("colon", TRACK_ID + "a:b"),
                Arguments.of("semicolon", TRACK_ID + "a;b"),
                Arguments.of("double quote", TRACK_ID + "a\"b"),
                Arguments.of("apostrophe", TRACK_ID + "a'b"),
                Arguments.of("tab", TRACK_ID + "a\tb"),
                Arguments.of("NUL", TRACK_ID + "a\0b"),
                Arguments.of("DEL", TRACK_ID + "a\u007fb"),
                Arguments.of("escape", TRACK_ID + "a\u001b[31mb"),
                Arguments.of("carriage return", TRACK_ID + "a\rX-Evil: 1"),
                Arguments.of("latin-1", TRACK_ID + "caf\u00e9"),
                Arguments.of("UTF-8", TRACK_ID + "caf\u00c3\u00a9"),
                Arguments.of("UTF-8 line separator", TRACK_ID + "a\u00e2\u0080\u00a8b"),
                Arguments.of("a response header, percent-encoded", TRACK_ID + "%0d%0aX-Evil:%201"),
                Arguments.of("one good and one bad", TRACK_ID + "good\r\n" + TRACK_ID + "b:d"),
                Arguments.of(
                        "two that are too long together",
                        (TRACK_ID + "t".repeat(40) + "\r\n").repeat(2).strip()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void isRefusedAndNotEchoed_whenInvalid(String name, String header) throws IOException {
        try (var log = new LoggedEvents()) {
            for (String request : operations(header)) {
                RawAnswer answer = RawAnswer.to(server.port(), request);
                assertThat(answer.status()).as(request).isEqualTo(400);
                assertThat(answer.json().get("reasons").get(0).get("code").asString())
                        .isEqualTo("50000020");
                isNowhere(answer, log);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void isNotEchoed_whenInvalidAndNotLetIn(String name, String header) throws IOException {
        try (var log = new LoggedEvents()) {
            for (String request : List.of(
                    call("GET", JOBS, header, ""),
                    call("PUT", JOBS + "/x", header, ""),
                    call("GET", "/nothing", header, ""))) {
                RawAnswer answer = RawAnswer.to(server.port(), request);
                // What Tomcat does not take for HTTP does not get as far as the question for a token.
                assertThat(answer.status()).as(request).isIn(401, 400);
                isNowhere(answer, log);
            }
        }
    }

    /** The two ways to break a line that HTTP once knew: the value must not become a header or a log line of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"a\r\n X-Evil: 1", "a\nX-Evil: 1", "a\n X-Evil: 1", "a\r\n\tX-Evil: 1"})
    void isNeverALineOfItsOwn(String value) throws IOException {
        try (var log = new LoggedEvents()) {
            for (String request : operations(TRACK_ID + value)) {
                RawAnswer answer = RawAnswer.to(server.port(), request);
                assertThat(answer.status()).as(request).isIn(200, 400);
                assertThat(answer.headerLines()).noneMatch(line -> line.contains("Evil"));
                log.awaitLine(
                        "request_id=" + answer.header(Call.REQUEST_ID_HEADER).get(0));
                assertThat(log.messages()).noneMatch(line -> line.contains("Evil") || line.contains("\n"));
            }
        }
    }

    @Test
    void requestId_isOnEveryAnswer_equalToTheBodys_andNeverTheSame() throws IOException {
        List<String> ids = everyAnswer("X: y").keySet().stream()
                .map(TrackIdTest::requestId)
                .toList();
        assertThat(ids)
                .doesNotHaveDuplicates()
                .allSatisfy(id ->
                        assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    }

    /** The answers of every kind, with the status of each. */
    private static Map<String, Integer> everyAnswer(String header) {
        String known = header + "\r\n" + authorization;
        String job = JOBS + "/" + ScriptedDelegate.JOB;
        return Map.ofEntries(
                Map.entry(call("GET", job, known, ""), 200),
                Map.entry(
                        call("PUT", job, known + "Content-Type: application/json\r\n", "{\"status\":\"Stopping\"}"),
                        200),
                Map.entry(call("POST", JOBS, known, ""), 200),
                Map.entry(token(header, FORM), 200),
                Map.entry(token(header, FORM + "x"), 401),
                Map.entry(token(header, ""), 400),
                Map.entry(call("GET", JOBS, header + "\r\n", ""), 401),
                Map.entry(call("GET", "/nothing", known, ""), 404),
                Map.entry(call("GET", JOBS + "/" + "0".repeat(32), known, ""), 404),
                Map.entry(call("DELETE", job, known, ""), 405),
                Map.entry(call("GET", job, known + "Accept: text/html\r\n", ""), 406),
                Map.entry(
                        call("PUT", job, known + "Content-Type: application/json\r\nContent-Length: 3000000\r\n", null),
                        413),
                Map.entry(call("PUT", job, known + "Content-Type: text/plain\r\n", "x"), 415),
                Map.entry(call("GET", JOBS + "/" + ScriptedDelegate.BUSY, known, ""), 429),
                Map.entry(call("GET", JOBS + "/" + ScriptedDelegate.BREAKS, known, ""), 500),
                Map.entry(call("GET", JOBS + "/" + ScriptedDelegate.DATABASE_GONE, known, ""), 503),
                // Tomcat's own, once it has read the headers.
                Map.entry(call("GET", "/%zz", header + "\r\n", ""), 400),
                Map.entry(call("TRACE", "/", header + "\r\n", ""), 405),
                Map.entry(call("GET", JOBS, header + "\r\nExpect: cake\r\n", ""), 417),
                Map.entry(call("GET", JOBS, header + "\r\nTransfer-Encoding: cake\r\n", null), 400),
                Map.entry(call("GET", JOBS, header + "\r\nX: " + "x".repeat(40_000) + "\r\n", null), 400));
    }

    private static List<String> operations(String header) {
        String known = header + "\r\n" + authorization;
        String job = JOBS + "/" + ScriptedDelegate.JOB;
        return List.of(
                call("GET", job, known, ""),
                call("PUT", job, known + "Content-Type: application/json\r\n", "{\"status\":\"Stopping\"}"),
                call("GET", JOBS, known, ""),
                call("POST", JOBS, known, ""),
                token(header, FORM));
    }

    private static String token(String header, String form) {
        return call("POST", "/oauth/token", header + "\r\nContent-Type: application/x-www-form-urlencoded\r\n", form);
    }

    /** @param body null where the headers tell its length, and lie */
    private static String call(String method, String path, String headers, String body) {
        String end = headers.endsWith("\r\n") ? "" : "\r\n";
        String length = body == null ? "" : "Content-Length: " + body.length() + "\r\n";
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + end + length
                + "\r\n" + (body == null ? "" : body);
    }

    private static String requestId(String request) {
        try {
            RawAnswer answer = RawAnswer.to(server.port(), request);
            List<String> ids = answer.header(Call.REQUEST_ID_HEADER);
            assertThat(ids).as(request).hasSize(1);
            // A token's answer is the one without an envelope.
            if (answer.json().has("success")) {
                assertThat(answer.json().get("requestId").asString()).isEqualTo(ids.get(0));
            }
            return ids.get(0);
        } catch (IOException e) {
            throw new IllegalStateException(request, e);
        }
    }

    private static void isNowhere(RawAnswer answer, LoggedEvents log) {
        assertThat(answer.header(Call.TRACK_ID_HEADER)).isEmpty();
        assertThat(answer.headerLines()).noneMatch(line -> line.contains("Evil"));
        assertThat(log.awaitLine(
                        "request_id=" + answer.header(Call.REQUEST_ID_HEADER).get(0)))
                .contains(" track_id=- ")
                .doesNotContain("Evil", "\n", "\r", "\0", "\u001b");
    }
}
