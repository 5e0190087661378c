package dev.bookingdate.server.http;

import static dev.bookingdate.server.http.GzipBytes.concat;
import static dev.bookingdate.server.http.GzipBytes.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How bodies may be encoded, and how large they may be, in each operation that takes or could take one. */
class RequestBodiesTest {

    private static final int MIB = 1024 * 1024;
    private static final String FORM = TestServer.form(Map.of(
            "client_id", TestServer.DEMO_MULTI_ORG,
            "client_secret", TestServer.SECRET,
            "grant_type", "client_credentials"));

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static String token;

    @BeforeAll
    static void start() {
        token = server.token(TestServer.DEMO_MULTI_ORG);
    }

    enum Operation {
        STOP("PUT " + TestServer.JOBS + "/" + ScriptedDelegate.JOB, "application/json", "{\"status\":\"Stopping\"}"),
        /** Takes no body: whatever is sent is held to its encoding and to the limit, and then passed over. */
        CREATE("POST " + TestServer.JOBS, "application/json", "anything"),
        TOKEN("POST /oauth/token", "application/x-www-form-urlencoded", FORM);

        private final String line;
        private final String type;
        private final byte[] body;

        Operation(String line, String type, String body) {
            this.line = line;
            this.type = type;
            this.body = body.getBytes(StandardCharsets.US_ASCII);
        }

        private String head(String encoding) {
            return line + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\n"
                    + (this == TOKEN ? "" : "Authorization: Bearer " + token + "\r\n")
                    + (encoding.isEmpty() ? "" : "Content-Encoding: " + encoding + "\r\n");
        }

        /** A body that is right but for white space, or for a field that nobody reads. */
        private byte[] paddedTo(int length) {
            byte[] padding = new byte[length - body.length];
            Arrays.fill(padding, (byte) (this == TOKEN ? 'x' : ' '));
            if (this == TOKEN) {
                padding[0] = '&';
            }
            return concat(body, padding);
        }
    }

    record Case(Operation operation, String encoding, String name, byte[] body, int status, String code) {
        @Override
        public String toString() {
            return operation + " " + encoding + " " + name;
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            byte[] plain = operation.body;
            byte[] gzip = gzip(plain);
            byte[] two = concat(gzip(Arrays.copyOf(plain, 5)), gzip(Arrays.copyOfRange(plain, 5, plain.length)));
            boolean create = operation == Operation.CREATE;
            for (String encoding : List.of("gzip", "GZIP", "x-gzip", "identity, gzip", "gzip\r\nContent-Encoding:")) {
                cases.add(new Case(operation, encoding, "gzip", gzip, 200, ""));
            }
            for (String encoding : List.of("", "identity", "Identity", ",")) {
                cases.add(new Case(operation, encoding, "plain", plain, 200, ""));
            }
            cases.add(new Case(operation, "gzip", "two members", two, 200, ""));
            cases.add(new Case(operation, "gzip", "plain", plain, 400, "50000090"));
            cases.add(new Case(operation, "gzip", "cut short", Arrays.copyOf(gzip, gzip.length - 1), 400, "50000090"));
            cases.add(new Case(operation, "gzip", "one byte", Arrays.copyOf(gzip, 1), 400, "50000090"));
            cases.add(
                    new Case(operation, "gzip", "more behind", Arrays.copyOf(gzip, gzip.length + 1), 400, "50000090"));
            for (String encoding : List.of("br", "deflate", "compress", "gzip, gzip", "gzip, br", "*", "\u00ff")) {
                cases.add(new Case(operation, encoding, "gzip", gzip, 415, "50000020"));
            }
            cases.add(new Case(operation, "gzip", "empty", new byte[0], create ? 200 : 400, create ? "" : "50000022"));
            cases.add(new Case(operation, "br", "empty", new byte[0], create ? 200 : 400, create ? "" : "50000022"));
            cases.add(new Case(operation, "", "of the limit", operation.paddedTo(MIB), 200, ""));
            cases.add(new Case(operation, "", "above the limit", operation.paddedTo(MIB + 1), 413, "50000020"));
            cases.add(new Case(operation, "gzip", "bomb", gzip(operation.paddedTo(200_000)), 413, "50000020"));
            cases.add(new Case(
                    operation, "gzip", "inflated above the limit", gzip(noise(operation, MIB)), 413, "50000020"));
        }
        return cases.stream();
    }

    /** Compresses twice, not like a bomb. */
    private static byte[] noise(Operation operation, int length) {
        byte[] random = new byte[length / 2];
        new Random(7).nextBytes(random);
        byte[] text = HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
        return operation == Operation.STOP
                ? concat(
                        "{\"x\":\"".getBytes(StandardCharsets.US_ASCII),
                        text,
                        "\"}".getBytes(StandardCharsets.US_ASCII))
                : concat(operation.body, "&x=".getBytes(StandardCharsets.US_ASCII), text);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void body_isReadOrRefused(Case wanted) throws IOException {
        try (var connection = new RawConnection(server);
                var log = new LoggedEvents()) {
            connection.send(
                    wanted.operation.head(wanted.encoding) + "Content-Length: " + wanted.body.length + "\r\n\r\n");
            assertAnswer(connection.send(wanted.body).read(), wanted, log);
        }
    }

    /** Without a length nothing is known before it is read. */
    @ParameterizedTest
    @MethodSource("cases")
    void bodyInChunks_isReadOrRefusedAlike(Case wanted) throws IOException {
        try (var connection = new RawConnection(server);
                var log = new LoggedEvents()) {
            connection.send(wanted.operation.head(wanted.encoding) + "Transfer-Encoding: chunked\r\n\r\n");
            for (int start = 0; start < wanted.body.length; start += 300_000) {
                int length = Math.min(300_000, wanted.body.length - start);
                connection.send(Integer.toHexString(length) + "\r\n");
                connection.send(Arrays.copyOfRange(wanted.body, start, start + length));
                connection.send("\r\n");
            }
            Case withoutLength = wanted.name.equals("empty") && wanted.encoding.equals("br")
                    ? new Case(wanted.operation, "br", "empty", wanted.body, 415, "50000020")
                    : wanted;
            assertAnswer(connection.send("0\r\n\r\n").read(), withoutLength, log);
        }
    }

    private static void assertAnswer(RawConnection.Answer answer, Case wanted, LoggedEvents log) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(wanted.status);
        assertThat(log.withStackTrace()).isEmpty();
        if (wanted.status == 200) {
            return;
        }
        assertThat(answer.codes()).containsOnly(wanted.code);
        switch (wanted.status) {
            case 400 ->
                assertThat(answer.messages())
                        .isEqualTo(
                                wanted.code.equals("50000090")
                                        ? "The request body is not valid gzip."
                                        : answer.messages());
            case 413 -> assertThat(answer.messages()).isEqualTo("The request body is larger than the permitted size.");
            default -> {
                assertThat(answer.messages())
                        .isEqualTo("The content type or content encoding of the request is not supported.");
                assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip, identity");
            }
        }
    }

    /** The answer comes while nearly all of the body is still to be sent, so nobody waits for it. */
    @ParameterizedTest
    @EnumSource
    void bombOfTenGibibytes_isAnsweredByItsFirstBytes(Operation operation) throws IOException {
        byte[] first = concat(Collections.nCopies(16, gzip(" ".repeat(MIB))).toArray(byte[][]::new));
        try (var connection = new RawConnection(server)) {
            // One chunk that announces 10 MiB: 10,240 times what inflates to 1 MiB.
            connection.send(operation.head("gzip") + "Transfer-Encoding: chunked\r\n\r\na00000\r\n");
            RawConnection.Answer answer = connection.send(first).read();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.codes()).containsExactly("50000020");
        }
    }

    /** An announced length above the limit is enough: not a byte of the body is awaited. */
    @ParameterizedTest
    @EnumSource
    void announcedLengthAboveTheLimit_isAnsweredAtOnce(Operation operation) throws IOException {
        try (var connection = new RawConnection(server)) {
            connection.send(operation.head("") + "Content-Length: 5000000000\r\n\r\n");
            assertThat(connection.read().status()).isEqualTo(413);
        }
    }
}
