package dev.bookingdate.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A connection that is open and brings nothing any more, as behind a firewall that has forgotten it: no request after the first
 * that met its silence goes into it. The JDK would send all requests of HTTP/2 through that one connection.
 */
@Timeout(60)
class MutedConnectionTest {
    private static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final Duration ATTEMPT = Duration.ofSeconds(1);
    private static final WireMockServer SERVICE = new WireMockServer(WireMockConfiguration.options()
            .bindAddress("127.0.0.1")
            .httpDisabled(true)
            .dynamicHttpsPort());

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    private ServerSocket front;

    /** One connection, and the one behind it. */
    private static final class Link {
        private final Socket client;
        private final Socket service;
        private volatile boolean muted;

        private Link(Socket client, Socket service) {
            this.client = client;
            this.service = service;
        }

        private void carry(Socket from, Socket to) {
            byte[] buffer = new byte[8192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!muted) {
                        out.write(buffer, 0, read);
                    }
                }
                to.close();
            } catch (IOException e) {
                // One end has gone, or the test is over.
            }
        }
    }

    @BeforeAll
    static void serve() {
        SERVICE.start();
        SERVICE.stubFor(any(anyUrl())
                .willReturn(okJson(
                        "{" + FakeService.SUCCESS + ",\"job\":{\"id\":\"" + JOB + "\",\"status\":\"STOPPED\"}}")));
        // What the first handshake of a JVM takes must not count as silence.
        assertThat(HttpClient.newBuilder()
                        .sslContext(trusting())
                        .build()
                        .sendAsync(
                                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + SERVICE.httpsPort() + "/"))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding()))
                .succeedsWithin(Duration.ofSeconds(30));
    }

    @AfterAll
    static void stopService() {
        SERVICE.stop();
    }

    @BeforeEach
    void listen() throws IOException {
        ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        front = listening;
        threads.execute(() -> {
            while (!listening.isClosed()) {
                try {
                    Socket client = listening.accept();
                    Link link = new Link(client, new Socket("127.0.0.1", SERVICE.httpsPort()));
                    links.add(link);
                    threads.execute(() -> link.carry(link.client, link.service));
                    threads.execute(() -> link.carry(link.service, link.client));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        front.close();
        for (Link link : links) {
            link.client.close();
            link.service.close();
        }
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mutedConnection_isNotUsedAgain(boolean async) {
        try (BackfillClient client = builder().sslContext(trusting()).build()) {
            mutedConnectionIsNotUsedAgain(client, async);
        }
    }

    @Test
    void mutedConnection_isNotUsedAgain_byAnHttpClientOfTheApplication() {
        HttpClient http = HttpClient.newBuilder().sslContext(trusting()).build();

        try (BackfillClient client = builder().httpClient(http).build()) {
            mutedConnectionIsNotUsedAgain(client, false);
        }
    }

    private void mutedConnectionIsNotUsedAgain(BackfillClient client, boolean async) {
        client.jobs().get(JOB);
        assertThat(SERVICE.getAllServeEvents().get(0).getRequest().getProtocol())
                .isEqualTo("HTTP/2.0");
        links.forEach(link -> link.muted = true);
        attempts.clear();

        if (async) {
            assertThat(client.jobs().async().stop(JOB)).succeedsWithin(Duration.ofSeconds(30));
        } else {
            client.jobs().stop(JOB);
        }

        assertThat(attempts).extracting(Attempt::status).as("the second try").containsExactly(0, 200);
        attempts.clear();
        client.jobs().stop(JOB);
        assertThat(attempts).extracting(Attempt::status).as("the next call").containsExactly(200);
    }

    private BackfillClientBuilder builder() {
        return BackfillClient.builder()
                .baseUrl("https://127.0.0.1:" + front.getLocalPort())
                .accessToken(() -> "token")
                .attemptTimeout(ATTEMPT)
                .retryPolicy(new RetryPolicy(5, Duration.ofMillis(10), Duration.ofMillis(100)))
                .observer(attempts::add);
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The stub's certificate is one that it has made itself, for another name. */
    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
