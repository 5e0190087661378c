package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What no decent HTTP client sends: Tomcat or the firewall refuses it, and the answer is the envelope all the same. */
class RawRequestsTest {

    private static final String HOST = "Host: localhost\r\nConnection: close\r\n";

    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static String bearer;

    @BeforeAll
    static void start() {
        bearer = server.token(TestServer.DEMO_MULTI_ORG);
    }

    static Stream<Arguments> requests() {
        String jobs = "GET " + TestServer.JOBS + " HTTP/1.1\r\n";
        String token = "POST /oauth/token HTTP/1.1\r\n" + HOST + "Content-Type: application/x-www-form-urlencoded\r\n";
        return Stream.of(
                Arguments.of("no method", "\u0001\u0002 / HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of("bad character", "GET /<script> HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of("bad path encoding", "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of("bad UTF-8", "GET /%c3 HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of("slash in a path", "GET /a%2Fb HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of("path parameter", "GET /a;b=c HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of("bad parameter encoding", "GET /a;b=%; HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of("double slash", "GET /a//b HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of("escape", "GET /a/../../b HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of("encoded line break", "GET /a%0d%0ab HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of("no host", jobs + "\r\n", 400, "50000020"),
                Arguments.of("unknown version", "GET / HTTP/9.9\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of(
                        "header too large", jobs + HOST + "X: " + "x".repeat(40_000) + "\r\n\r\n", 400, "50000020"),
                Arguments.of("line too long", "GET /" + "x".repeat(40_000) + " HTTP/1.1\r\n\r\n", 400, "50000020"),
                Arguments.of("TRACE", "TRACE / HTTP/1.1\r\n" + HOST + "\r\n", 405, "50000045"),
                Arguments.of("expectation", jobs + HOST + "Expect: cake\r\n\r\n", 417, "50000020"),
                Arguments.of(
                        "two lengths", jobs + HOST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, "50000020"),
                Arguments.of("transfer coding", jobs + HOST + "Transfer-Encoding: cake\r\n\r\n", 400, "50000020"),
                Arguments.of(
                        "form too large in chunks",
                        token + "Transfer-Encoding: chunked\r\n\r\n120000\r\n" + "x".repeat(0x120000) + "\r\n0\r\n\r\n",
                        413,
                        "50000020"),
                Arguments.of("bad form encoding", token + "Content-Length: 13\r\n\r\nclient_id=%zz", 400, "50000020"),
                Arguments.of("bad chunk in a form", token + CHUNKED + "zz\r\n", 400, "50000020"),
                Arguments.of("too many headers", jobs + HOST + "X: y\r\n".repeat(101) + "\r\n", 400, "50000020"),
                Arguments.of("space in a header's name", jobs + HOST + "X y: z\r\n\r\n", 400, "50000020"),
                Arguments.of("no colon in a header", jobs + HOST + "X\r\n\r\n", 400, "50000020"),
                Arguments.of("NUL in a header", jobs + HOST + "X: y\u0000z\r\n\r\n", 400, "50000020"),
                Arguments.of("two hosts", jobs + HOST + "Host: other\r\n\r\n", 400, "50000020"),
                Arguments.of("bad host", jobs + "Host: a b\r\n\r\n", 400, "50000020"),
                Arguments.of("negative length", jobs + HOST + "Content-Length: -1\r\n\r\n", 400, "50000020"),
                Arguments.of(
                        "length beyond 64 bits",
                        jobs + HOST + "Content-Length: 1" + "0".repeat(20) + "\r\n\r\n",
                        400,
                        "50000020"),
                Arguments.of("CONNECT", "CONNECT localhost:80 HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of(
                        "another host in the line", "GET http://other/ HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"),
                Arguments.of(
                        "absolute form", "GET http://localhost/nothing HTTP/1.1\r\n" + HOST + "\r\n", 401, "90000011"),
                Arguments.of("asterisk form", "PUT * HTTP/1.1\r\n" + HOST + "\r\n", 400, "50000020"));
    }

    @ParameterizedTest
    @CsvSource({
        "Idempotency-Key: \u00e9, must have 1 to 255 printable US-ASCII characters.",
        "Idempotency-Key:, must have 1 to 255 printable US-ASCII characters.",
        "Idempotency-Key: a|Idempotency-Key: a, must be sent once.",
    })
    void keysThatNoClientSends_areRefused(String key, String rule) throws IOException {
        String answer = exchange("POST " + TestServer.JOBS + " HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n"
                + "Authorization: Bearer " + server.token(TestServer.DEMO_MULTI_ORG) + "\r\n"
                + key.replace("|", "\r\n") + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("50000020", "Idempotency-Key " + rule);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void answers(String name, String request, int status, String code) throws IOException {
        try (var log = new LoggedEvents()) {
            String answer = exchange(request);
            String head = answer.substring(0, Math.max(0, answer.indexOf("\r\n\r\n")));
            assertThat(head).startsWith("HTTP/1.1 " + status + " ");
            assertThat(head.toLowerCase(Locale.ROOT))
                    .contains("content-type: application/json", "cache-control: no-store");
            JsonNode body = TestServer.json(answer.substring(head.length() + 4).getBytes(StandardCharsets.UTF_8));
            assertThat(body.propertyNames()).containsExactlyInAnyOrder("processId", "reasons", "requestId", "success");
            assertThat(body.get("reasons").get(0).get("code").asString()).isEqualTo(code);
            assertThat(head)
                    .contains("Zuora-Request-Id: " + body.get("requestId").asString());
            log.awaitLine("request_id=" + body.get("requestId").asString());
            assertThat(log.withStackTrace()).isEmpty();
        }
    }

    static Stream<Arguments> brokenBodies() {
        return Stream.of(
                Arguments.of("bad chunk size", CHUNKED + "zz\r\n"),
                Arguments.of("chunk size beyond 64 bits", CHUNKED + "1" + "0".repeat(16) + "\r\n"),
                Arguments.of("chunk size below 0", CHUNKED + "-5\r\n"),
                Arguments.of("chunk extension too long", CHUNKED + "5\r\n{\"sta\r\n5;" + "x".repeat(10_000) + "\r\n"),
                Arguments.of("bad trailer", CHUNKED + "15\r\n{\"status\":\"Stopping\"}\r\n0\r\nX\u0000: y\r\n\r\n"),
                Arguments.of("chunk without its end", CHUNKED + "5\r\n{\"staXX10\r\n"),
                Arguments.of("chunk longer than what comes", CHUNKED + "7fffffff\r\n{\"status\":\"Stopping\"}"),
                Arguments.of("chunks without an end", CHUNKED + "15\r\n{\"status\":\"Stopping\"}\r\n"),
                Arguments.of("body shorter than its length", "Content-Length: 100\r\n\r\n{\"status\":\"Stopping\"}"),
                Arguments.of(
                        "gzip shorter than its length",
                        "Content-Encoding: gzip\r\nContent-Length: 100\r\n\r\n\u001f\u008b"),
                Arguments.of(
                        "bad chunk in gzip", "Content-Encoding: gzip\r\n" + CHUNKED + "2\r\n\u001f\u008b\r\nzz\r\n"));
    }

    /** Also where the operation takes no body at all: nothing is done by half. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenBodies")
    void brokenBody_isNotValidHttp(String name, String rest) throws IOException {
        for (String line : List.of(
                "PUT " + TestServer.JOBS + "/" + ScriptedDelegate.JOB,
                "POST " + TestServer.JOBS,
                "POST /oauth/token")) {
            String type = line.endsWith("token") ? "application/x-www-form-urlencoded" : "application/json";
            String head = line + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nAuthorization: Bearer " + bearer
                    + "\r\n";
            try (var connection = new RawConnection(server);
                    var log = new LoggedEvents()) {
                RawConnection.Answer answer =
                        connection.send(head + rest).shutdownOutput().read();
                assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
                assertThat(answer.codes()).containsExactly("50000020");
                assertThat(answer.messages()).isEqualTo("The request is not valid HTTP.");
                assertThat(answer.header("Content-Type")).isEqualTo("application/json");
                assertThat(log.withStackTrace()).isEmpty();
                assertThat(log.awaitLine("request_id=" + answer.header("Zuora-Request-Id")))
                        .contains(" status=400 ");
            }
        }
    }

    /** The end of a chunked body, and of what the caller sends, may come with it or later. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "15\r\n{\"status\":\"Stopping\"}\r\n", "15\r\n{\"status\":\"Stopping\"}\r\n0\r\nX: y\r\n\r\n"
            })
    void chunkedStop_ofACallerWhoClosesItsSide_isAnswered(String first) throws IOException {
        String body = "15\r\n{\"status\":\"Stopping\"}\r\n0\r\nX: y\r\n\r\n";
        try (var connection = new RawConnection(server)) {
            connection.send("PUT " + TestServer.JOBS + "/" + ScriptedDelegate.JOB
                    + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + bearer
                    + "\r\n"
                    + CHUNKED + first);
            RawConnection.Answer answer = connection
                    .send(body.substring(first.length()))
                    .shutdownOutput()
                    .read();
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void connection_isKept_afterAChunkedBodyThatComesBitByBit() throws IOException {
        try (var connection = new RawConnection(server)) {
            for (int i = 0; i < 3; i++) {
                connection.send("PUT " + TestServer.JOBS + "/" + ScriptedDelegate.JOB
                        + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + bearer
                        + "\r\n" + CHUNKED);
                for (String bit : List.of("15", "\r", "\n{\"status\"", ":\"Stopping\"}", "\r\n0\r", "\n\r", "\n")) {
                    connection.send(bit);
                }
                assertThat(connection.read().status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT " + TestServer.JOBS + "/" + ScriptedDelegate.JOB,
                "POST " + TestServer.JOBS,
                "POST /oauth/token"
            })
    void callerWhoDisappearsInTheMiddleOfABody_leavesNoErrorInTheLog(String line) throws IOException {
        String type = line.endsWith("token") ? "application/x-www-form-urlencoded" : "application/json";
        try (var log = new LoggedEvents()) {
            try (var connection = new RawConnection(server)) {
                connection.send(line + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nAuthorization: Bearer "
                        + bearer + "\r\nZuora-Track-Id: gone\r\nContent-Length: 1000\r\n\r\n{\"sta");
                connection.reset();
            }
            String call = log.awaitLineWith("track_id=\"gone\"");
            assertThat(call).contains(" status=400 ");
            assertThat(log.withStackTrace()).isEmpty();
            assertThat(log.levels()).doesNotContain("ERROR", "WARN");
        }
    }

    private static String exchange(String request) throws IOException {
        try (var socket = new Socket("localhost", server.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
