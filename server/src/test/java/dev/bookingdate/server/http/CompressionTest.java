package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compression only when asked for, and only above 1000 bytes. */
class CompressionTest {

    private static final String JOB = TestServer.JOBS + "/" + ScriptedDelegate.JOB;

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static String token;

    @BeforeAll
    static void start() {
        token = server.token(TestServer.DEMO_MULTI_ORG);
    }

    @Test
    void threshold_is_1000_bytes() throws IOException {
        padTo(1000);
        assertPlain(get("Accept-Encoding: gzip"), 1000);

        padTo(1001);
        assertCompressed(get("Accept-Encoding: gzip"), 1001);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept-Encoding: GZIP",
                "Accept-Encoding: x-gzip",
                "Accept-Encoding: *",
                "Accept-Encoding: br, gzip;q=0.5",
                "Accept-Encoding: br\r\nAccept-Encoding: gzip",
                "accept-encoding: gzip"
            })
    void large_answers_are_compressed_when_asked_for(String header) throws IOException {
        padTo(200_000);
        assertCompressed(get(header), 200_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y",
                "Accept-Encoding:",
                "Accept-Encoding: identity",
                "Accept-Encoding: gzip;q=0",
                "Accept-Encoding: *;q=0",
                "Accept-Encoding: gzip;q=0, *",
                "Accept-Encoding: gzip\r\nAccept-Encoding: gzip;q=0",
                "Accept-Encoding: br",
                "Accept-Encoding: gzip;q=\u00ff",
                "TE: gzip"
            })
    void nothing_is_compressed_when_not_asked_for(String header) throws IOException {
        padTo(200_000);
        assertPlain(get(header), 200_000);
    }

    @Test
    void as_many_headers_as_tomcat_takes_leave_room_for_compression() throws IOException {
        padTo(2000);
        // With Host, Authorization and Connection 100, Tomcat's limit.
        assertPlain(get("X: y\r\n".repeat(96) + "X: y"), 2000);
        assertCompressed(get("X: y\r\n".repeat(96) + "Accept-Encoding: *"), 2000);
    }

    @Test
    void every_answer_says_that_it_varies() throws IOException {
        padTo(900);
        assertVaries(get("Accept-Encoding: gzip"));
        assertVaries(get("X: y"));
        padTo(2000);
        assertVaries(get("Accept-Encoding: gzip"));
        assertVaries(get("X: y"));
        assertVaries(exchange("GET", "/nothing", "Accept-Encoding: gzip"));
        assertVaries(exchange("GET", "/a//b", "X: y"));
        assertVaries(exchange("GET", "/oauth/token", "X: y"));
        try (var connection = new RawConnection(server)) {
            assertVaries(connection
                    .send("GET " + JOB + " HTTP/1.1\r\nHost: x\r\n\r\n")
                    .read());
        }
    }

    @Test
    void head_has_nothing_to_compress() throws IOException {
        padTo(2000);
        try (var connection = new RawConnection(server)) {
            RawConnection.Answer answer = connection
                    .send(request("HEAD", JOB, "Accept-Encoding: gzip"))
                    .readHead();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Encoding")).isEmpty();
            assertThat(answer.header("Content-Length")).isEqualTo("2000");
            assertVaries(answer);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void token_answers_are_compressed_alike() throws IOException {
        String form = TestServer.form(Map.of(
                "client_id", TestServer.DEMO_MULTI_ORG,
                "client_secret", TestServer.SECRET,
                "grant_type", "client_credentials"));
        String request = "POST /oauth/token HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n"
                + form;
        try (var connection = new RawConnection(server)) {
            RawConnection.Answer answer = connection.send(request).read();
            assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(TestServer.json(inflate(answer.body())).has("access_token"))
                    .isTrue();
        }
    }

    private static void assertPlain(RawConnection.Answer answer, int length) {
        assertThat(answer.header("Content-Encoding")).isEmpty();
        assertThat(answer.header("Transfer-Encoding")).isIn("", "chunked");
        assertThat(answer.body()).hasSize(length);
        assertVaries(answer);
    }

    private static void assertCompressed(RawConnection.Answer answer, int length) throws IOException {
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.header("Transfer-Encoding")).isIn("", "chunked");
        assertThat(inflate(answer.body())).hasSize(length);
        assertVaries(answer);
    }

    private static void assertVaries(RawConnection.Answer answer) {
        assertThat(answer.header("Vary")).as(answer.statusLine()).isEqualToIgnoringCase("Accept-Encoding");
    }

    private static byte[] inflate(byte[] body) throws IOException {
        try (var inflated = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return inflated.readAllBytes();
        }
    }

    private static void padTo(int length) throws IOException {
        ScriptedDelegate delegate = server.bean(ScriptedDelegate.class);
        delegate.padding = "";
        int bare = get("X: y").body().length;
        delegate.padding = "x".repeat(length - bare);
    }

    private static RawConnection.Answer get(String header) throws IOException {
        RawConnection.Answer answer = exchange("GET", JOB, header);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer;
    }

    private static RawConnection.Answer exchange(String method, String path, String header) throws IOException {
        try (var connection = new RawConnection(server)) {
            return connection.send(request(method, path, header)).read();
        }
    }

    private static String request(String method, String path, String header) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + token
                + "\r\n" + header + "\r\n\r\n";
    }
}
