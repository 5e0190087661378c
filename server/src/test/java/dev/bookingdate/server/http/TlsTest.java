package dev.bookingdate.server.http;

import static dev.bookingdate.server.http.TestServer.JOBS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.slow.Drips;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The server with a certificate of its own, made here and trusted by nobody else. */
@Tag("long")
class TlsTest {

    private static final String PASSWORD = "for this test alone";

    /**
     * The hello of a client that knows nothing newer than the version in it. Offers suites of the time of TLS 1.0, which TLS
     * 1.2 has as well, and the curves for them.
     */
    private static final String HELLO = "16 0301 0051 01 00004d %s" + " 00".repeat(32) + " 00 0004 c013 c009 01 00 0020"
            + " 000a 0006 0004 0017 0018 000b 0002 0100 000d 000c 000a 0401 0403 0501 0503 0201";

    @TempDir
    private static Path folder;

    private static TestDatabase database;
    private static TestServer server;
    private static SSLContext trust;

    @BeforeAll
    static void start() throws Exception {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(60, SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        trust = trusting(keys);
        database = TestDatabase.create();
        server = TestServer.start(
                database,
                "bookingdate.demo.charges=1",
                "server.tomcat.threads.max=10",
                "server.ssl.key-store=file:" + keys,
                "server.ssl.key-store-password=" + PASSWORD,
                // Asked for or not.
                "server.ssl.enabled-protocols=TLSv1,TLSv1.1,TLSv1.2,TLSv1.3");
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void https_isServed_inBothVersionsOfHttp(HttpClient.Version version) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(trust).version(version).build();
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + JOBS))
                        .header("Zuora-Track-Id", "t 1")
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.headers().allValues("Strict-Transport-Security")).containsExactly("max-age=31536000");
        assertThat(answer.headers().allValues("Zuora-Track-Id")).containsExactly("t 1");
        assertThat(answer.headers()
                        .firstValue("Zuora-Request-Id")
                        .map(id -> answer.body().contains("\"requestId\":\"" + id + "\"")))
                .contains(true);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    /** Many more than there are threads. */
    @Test
    void bodiesThatDrip_holdNoThread() throws Exception {
        byte[] head = ("POST /oauth/token HTTP/1.1\r\nHost: x\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        Drips.Opening handshake = from -> {
            Socket plain = Drips.plain(server.port(), from);
            var socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, "localhost", server.port(), true);
            socket.startHandshake();
            return socket;
        };
        try (Drips drips = Drips.start(handshake, 40, 4, 100, head, new byte[] {'x'})) {
            assertThat(drips.opened()).isGreaterThanOrEqualTo(40);
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .sslContext(trust)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + JOBS))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void bothVersionsOfTlsThatAreSafe_areSpoken(String protocol) throws IOException {
        try (var socket = (SSLSocket) trust.getSocketFactory().createSocket("localhost", server.port())) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    /** By its own bytes, as the client of this JDK would not even try. The alert is protocol_version. */
    @ParameterizedTest
    @CsvSource({"0301, 15 0303 0002 02 46", "0302, 15 0303 0002 02 46", "0303, 16 0303"})
    void olderVersionsOfTls_areRefused(String version, String wanted) throws IOException {
        HexFormat hex = HexFormat.of();
        byte[] begins = hex.parseHex(wanted.replace(" ", ""));
        try (var socket = new Socket("localhost", server.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(hex.parseHex(String.format(HELLO, version).replace(" ", "")));
            assertThat(hex.formatHex(socket.getInputStream().readNBytes(begins.length)))
                    .isEqualTo(hex.formatHex(begins));
        }
    }

    /** Whatever the security properties of the JDK say. */
    @Test
    void onlyTheSafeVersions_areEnabled() {
        assertThat(server.connector().findSslHostConfigs())
                .singleElement()
                .satisfies(host -> assertThat(host.getProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3"));
    }

    private static SSLContext trusting(Path keys) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(keys)) {
            store.load(input, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
