package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What existing clients send, byte for byte, and what they get. The contract tells of each decision in its introduction. */
class ExistingClientsTest {

    private static final String JOBS = TestServer.JOBS;
    private static final String JOB = JOBS + "/" + ScriptedDelegate.JOB;
    private static final String STOP = "{\"status\":\"Stopping\"}";

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static String host;

    @BeforeAll
    static void start() {
        host = "Host: localhost\r\nAuthorization: Bearer " + server.token(TestServer.DEMO_MULTI_ORG) + "\r\n";
        server.bean(ScriptedDelegate.class).padding = "p";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Length: 0\r\n",
                "Content-Length: 0\r\nContent-Type: application/json\r\n",
                "Content-Length: 0\r\nContent-Type: multipart/form-data\r\n",
                "Content-Length: 0\r\nContent-Type: x\r\n",
                "Content-Length: 0\r\nContent-Encoding: gzip\r\n"
            })
    void create_needsNoBodyAndNoContentType(String headers) throws IOException {
        RawConnection.Answer answer = exchange("POST " + JOBS + " HTTP/1.1\r\n" + host + headers + "\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("jobId").asString()).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "multipart/form-data", "multipart/form-data; boundary=b", "x", "a/b"})
    void create_passesABodyOver(String type) throws IOException {
        assertThat(exchange("POST " + JOBS + " HTTP/1.1\r\n" + host + "Content-Type: " + type
                                + "\r\nContent-Length: 3\r\n\r\n{x:")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 | application/json",
                "200 | application/json; charset=utf-8",
                "200 | application/json;charset=UTF-8",
                "200 | application/json; charset=\"utf-8\"",
                "200 | application/json; charset=us-ascii",
                "200 | APPLICATION/JSON",
                "200 | application/json; version=1",
                "415 | application/json; charset=iso-8859-1",
                "415 | application/json; charset=utf-16",
                "415 | application/json; charset=none",
                "415 | application/json; charset=",
                "415 | application/json, text/plain",
                "415 | application/*",
                "415 | text/json",
                "415 | application/merge-patch+json"
            })
    void stop_takesJsonInUtf8(int status, String type) throws IOException {
        assertThat(put("Content-Type: " + type + "\r\n", STOP).status()).isEqualTo(status);
    }

    @Test
    void stop_passesAByteOrderMarkOver() throws IOException {
        assertThat(put("Content-Type: application/json\r\n", "\u00ef\u00bb\u00bf" + STOP)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"Stopping\",\"x\":null}",
                "{\"a\":{\"b\":[1,2.5,\"c\",{\"status\":\"Stopped\"}]},\"status\":\"Stopping\"}",
                "{\"x\":[[[[[[[[[[]]]]]]]]]],\"status\":\"Stopping\",\"\":{}}",
                "{\"x\":1e999999999,\"status\":\"Stopping\"}",
                "\r\n\t {\"status\" : \"\\u0053topping\"} \n"
            })
    void stop_passesUnknownMembersOver(String body) throws IOException {
        assertThat(put("Content-Type: application/json\r\n", body).status()).isEqualTo(200);
    }

    @Test
    void stop_passesLargeAndDeepUnknownMembersOver() throws IOException {
        for (String unknown : List.of(
                "[".repeat(400) + "]".repeat(400),
                "\"" + "x".repeat(900_000) + "\"",
                "[" + "1,".repeat(300_000) + "1]",
                "9".repeat(1000))) {
            assertThat(put("Content-Type: application/json\r\n", "{\"x\":" + unknown + ",\"status\":\"Stopping\"}")
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u00ff", "\u00c3(", "\u00ed\u00a0\u0080", "\u00e4", "\u00c0\u0080", "\u00f5\u0080\u0080\u0080"})
    void stop_refusesWhatIsNotUtf8(String bytes) throws IOException {
        for (String body :
                List.of("{\"status\":\"" + bytes + "\"}", "{\"x\":\"" + bytes + "\",\"status\":\"Stopping\"}")) {
            RawConnection.Answer answer = put("Content-Type: application/json\r\n", body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.codes()).containsExactly("50000090");
        }
    }

    @Test
    void stop_takesNoOtherEncodingOfJson() throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            String body = new String(STOP.getBytes(charset), StandardCharsets.ISO_8859_1);
            RawConnection.Answer answer = put("Content-Type: application/json\r\n", body);
            assertThat(answer.status()).as(charset.name()).isEqualTo(400);
            assertThat(answer.codes()).containsExactly("50000090");
        }
    }

    @Test
    void stop_takesABodyInChunks() throws IOException {
        assertThat(exchange("PUT " + JOB + " HTTP/1.1\r\n" + host
                                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "5\r\n{\"sta\r\n10;extension=1\r\ntus\":\"Stopping\"}\r\n0\r\nTrailer: x\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void http10_withKeepAlive_hasTwoRequestsOnOneConnection() throws IOException {
        try (var connection = new RawConnection(server)) {
            for (int i = 0; i < 2; i++) {
                RawConnection.Answer answer = connection
                        .send("GET " + JOB + " HTTP/1.0\r\n" + host + "Connection: keep-alive\r\n\r\n")
                        .read();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Connection")).isEqualToIgnoringCase("keep-alive");
                assertThat(answer.header("Content-Length")).isNotEmpty();
            }
        }
    }

    @Test
    void http10_withoutKeepAlive_isClosedAfterTheAnswer_andKnowsNoChunks() throws IOException {
        try (var connection = new RawConnection(server)) {
            RawConnection.Answer answer = connection
                    .send("GET " + JOBS + " HTTP/1.0\r\n" + host + "\r\n")
                    .read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Transfer-Encoding")).isEmpty();
            assertThat(answer.json().get("jobs")).hasSize(1000);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void expectation_isMetWhenTheBodyIsWanted() throws IOException {
        try (var connection = new RawConnection(server)) {
            connection.send("PUT " + JOB + " HTTP/1.1\r\n" + host + "Content-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: " + STOP.length() + "\r\n\r\n");
            assertThat(connection.read().status()).isEqualTo(100);
            assertThat(connection.send(STOP).read().status()).isEqualTo(200);
        }
    }

    /** The answer comes with no 100 before it, while the body is not sent. */
    @ParameterizedTest
    @CsvSource({
        "401, PUT " + JOB + ", X: y",
        "401, POST " + JOBS + ", X: y",
        "413, PUT " + JOB + ", Content-Length: 1048577",
        "413, POST /oauth/token, Content-Length: 1048577",
        "415, POST /oauth/token, Content-Type: text/plain",
        "405, PUT /oauth/token, X: y",
        "417, PUT " + JOB + ", Expect: cake"
    })
    void expectation_isNotMetWhenTheCallIsRefusedBefore(int status, String line, String header) throws IOException {
        String request = line + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n"
                + (header.startsWith("Expect") ? "" : "Expect: 100-continue\r\n")
                + (header.startsWith("Content-Length") ? "" : "Content-Length: 5\r\n") + "\r\n";
        try (var connection = new RawConnection(server)) {
            assertThat(connection.send(request).read().status()).isEqualTo(status);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                JOB,
                JOBS + "?pageSize=2",
                JOBS + "/00000000000000000000000000000000",
                JOBS + "?pageSize=x",
                "/nothing"
            })
    void head_isAnsweredAsGet_withoutBody(String path) throws IOException {
        RawConnection.Answer get = exchange("GET " + path + " HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n");
        try (var connection = new RawConnection(server)) {
            RawConnection.Answer head = connection
                    .send("HEAD " + path + " HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n")
                    .readHead();
            assertThat(head.status()).isEqualTo(get.status());
            assertThat(head.headers().keySet()).isEqualTo(get.headers().keySet());
            for (String same : List.of("Content-Length", "Content-Type", "Vary", "Cache-Control")) {
                assertThat(head.header(same))
                        .as(same)
                        .isEqualTo(get.header(same))
                        .isNotEmpty();
            }
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {JOB + " | GET,HEAD,OPTIONS,PUT", JOBS + " | GET,HEAD,OPTIONS,POST", "/oauth/token | OPTIONS,POST"})
    void options_tellsTheMethods(String path, String methods) throws IOException {
        RawConnection.Answer answer =
                exchange("OPTIONS " + path + " HTTP/1.1\r\n" + host + "Zuora-Track-Id: t\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(List.of(answer.header("Allow").split(" *, *"))).containsExactlyInAnyOrder(methods.split(","));
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Zuora-Request-Id")).isNotEmpty();
        assertThat(answer.header("Zuora-Track-Id")).isEqualTo("t");
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("Access-Control"));
    }

    @Test
    void options_needsATokenAsEveryMethodDoes() throws IOException {
        assertThat(exchange("OPTIONS " + JOB + " HTTP/1.1\r\nHost: x\r\n\r\n").status())
                .isEqualTo(401);
        assertThat(exchange("OPTIONS /nothing HTTP/1.1\r\n" + host + "\r\n").status())
                .isEqualTo(404);
    }

    @Test
    void options_ofTheServer_hasARequestId() throws IOException {
        try (var log = new LoggedEvents()) {
            RawConnection.Answer answer = exchange("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(log.awaitLine("request_id=" + answer.header("Zuora-Request-Id")))
                    .contains("method=OPTIONS", "status=200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET " + JOBS + "/", "GET " + JOB + "/", "POST " + JOBS + "/", "POST /oauth/token/"})
    void trailingSlash_makesAnotherPath(String line) throws IOException {
        RawConnection.Answer answer = exchange(line + " HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.codes()).containsExactly("50000040");
    }

    @Test
    void pipelinedRequests_areAnsweredInTheirOrder() throws IOException {
        String put = "PUT " + JOB + " HTTP/1.1\r\n" + host + "Content-Type: application/json\r\nContent-Length: "
                + STOP.length() + "\r\nZuora-Track-Id: ";
        String get = "GET " + JOB + " HTTP/1.1\r\n" + host + "Zuora-Track-Id: ";
        try (var connection = new RawConnection(server)) {
            connection.send(put + "1\r\n\r\n" + STOP + get + "2\r\n\r\n" + "POST " + JOBS + " HTTP/1.1\r\n" + host
                    + "Zuora-Track-Id: 3\r\n\r\n" + get + "4\r\n\r\n");
            List<String> order = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                RawConnection.Answer answer = connection.read();
                assertThat(answer.status()).isEqualTo(200);
                order.add(answer.header("Zuora-Track-Id"));
            }
            assertThat(order).containsExactly("1", "2", "3", "4");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | X: y",
                "200 | Accept:",
                "200 | Accept: */*",
                "200 | Accept: application/*",
                "200 | Accept: application/json",
                "200 | Accept: application/json;q=0.5",
                "200 | Accept: application/json; charset=utf-8",
                "200 | Accept: application/json;charset=iso-8859-1",
                "200 | Accept: application/json; version=2",
                "200 | Accept: text/html, */*;q=0.1",
                "200 | Accept: text/html, application/json;q=0.2, */*;q=0",
                "406 | Accept: text/html",
                "406 | Accept: application/xml",
                "406 | Accept: application/json;q=0",
                "406 | Accept: application/json;q=0, */*",
                "406 | Accept: */*;q=0",
                "406 | Accept: x"
            })
    void accept_isHeldAgainstJson(int status, String header) throws IOException {
        for (String line : List.of("GET " + JOBS + "?pageSize=1", "POST " + JOBS)) {
            RawConnection.Answer answer = exchange(line + " HTTP/1.1\r\n" + host + header + "\r\n\r\n");
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        }
    }

    /** What Java's own client asks for first. */
    @Test
    void http2_isAnsweredAlike() throws IOException, InterruptedException {
        HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        String bearer = host.substring(host.indexOf("Bearer")).strip();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> create = http2.send(
                    server.request(JOBS)
                            .header("Authorization", bearer)
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            assertThat(create.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(create.statusCode()).isEqualTo(200);
        }
        for (String encoding : List.of("gzip", "br")) {
            HttpResponse<String> put = http2.send(
                    server.request(JOB)
                            .headers("Authorization", bearer, "Content-Type", "application/json")
                            .header("Content-Encoding", encoding)
                            .PUT(BodyPublishers.ofByteArrays(List.of(GzipBytes.gzip(STOP))))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(put.statusCode()).as(put.body()).isEqualTo(encoding.equals("gzip") ? 200 : 415);
        }
        HttpResponse<byte[]> list = http2.send(
                server.request(JOBS)
                        .headers("Authorization", bearer, "Accept-Encoding", "*")
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(list.headers().firstValue("Content-Encoding")).contains("gzip");
    }

    private static RawConnection.Answer put(String headers, String body) throws IOException {
        return exchange("PUT " + JOB + " HTTP/1.1\r\n" + host + headers + "Content-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    private static RawConnection.Answer exchange(String request) throws IOException {
        try (var connection = new RawConnection(server)) {
            return connection.send(request).read();
        }
    }
}
