package dev.bookingdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose proxy is used, and for what; the proxy is one that answers everything itself. */
class ProxiesTest {
    private static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";

    private final Shell shell = new Shell();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private HttpServer proxy;
    private String address = "";

    @BeforeEach
    void listen() throws IOException {
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", this::answer);
        proxy.start();
        address = "127.0.0.1:" + proxy.getAddress().getPort();
        // A host that nobody has: only a proxy can answer for it.
        shell.with("BOOKINGDATE_TOKEN", "a-token").with("BOOKINGDATE_URL", "http://billing.invalid:8080");
    }

    @AfterEach
    void stop() {
        proxy.stop(0);
        assertThat(shell.out() + shell.err()).doesNotContain("s3cr:t", "s3cr%3At");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(exchange.getRequestURI().toString());
            String sent = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            if (sent != null) {
                credentials.add(new String(
                        Base64.getDecoder().decode(sent.replaceFirst("Basic ", "")), StandardCharsets.UTF_8));
            }
            byte[] body = ("{\"success\":true,\"reasons\":[]}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP_PROXY,http://", "http_proxy,''", "ALL_PROXY,http://", "all_proxy,http://"})
    void proxyOfTheEnvironment_isUsed(String variable, String scheme) {
        assertThat(shell.with(variable, scheme + address).run("stop", JOB)).isZero();
        assertThat(asked).containsExactly("http://billing.invalid:8080/v1/uno/data-backfill/bookingdate/jobs/" + JOB);
    }

    @Test
    void proxyOfTheOption_comesFirst_andAnEmptyOneIsNone() {
        shell.with("HTTP_PROXY", "http://127.0.0.1:1");
        assertThat(shell.run("stop", JOB, "--proxy", "http://" + address)).isZero();
        assertThat(asked).hasSize(1);
        assertThat(shell.with("HTTP_PROXY", "http://" + address).run("stop", JOB, "--proxy="))
                .isEqualTo(3);
        assertThat(shell.err()).contains("no connection to billing.invalid:8080: unknown host");
        assertThat(asked).hasSize(1);
    }

    @Test
    void proxyOfTheOtherScheme_isNotUsed() {
        assertThat(shell.with("HTTPS_PROXY", "http://" + address).run("stop", JOB))
                .isEqualTo(3);
        assertThat(asked).isEmpty();
    }

    @Test
    void credentialsOfAProxy_areSentToIt() {
        assertThat(shell.with("HTTP_PROXY", "http://jo%40home:s3cr%3At@" + address)
                        .run("stop", JOB))
                .isZero();
        assertThat(credentials).containsExactly("jo@home:s3cr:t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "billing.invalid",
                "invalid",
                ".invalid",
                "x.example, billing.invalid:8080",
                "BILLING.INVALID"
            })
    void hostsThatNeedNone_areReachedWithout(String hosts) {
        assertThat(shell.with("HTTP_PROXY", "http://" + address)
                        .with("NO_PROXY", hosts)
                        .run("stop", JOB))
                .isEqualTo(3);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"illing.invalid", "billing.invalid:80", "other.billing.invalid", ","})
    void hostsThatAreOthers_areReachedByIt(String hosts) {
        assertThat(shell.with("HTTP_PROXY", "http://" + address)
                        .with("no_proxy", hosts)
                        .run("stop", JOB))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"socks5://jo:s3cr:t@127.0.0.1:1", "https://127.0.0.1:1", "http://jo:s3cr:t@a b", "http://a_b:1"})
    void proxyThatIsNone_isWrongUsage_andNotShown(String url) {
        assertThat(shell.with("ALL_PROXY", url).run("stop", JOB)).isEqualTo(2);
        assertThat(shell.err().lines()).hasSize(1).first().asString().contains("ALL_PROXY must name an HTTP proxy");
        assertThat(shell.with("ALL_PROXY", "").run("stop", JOB, "--proxy", url)).isEqualTo(2);
        assertThat(shell.err()).contains("--proxy must name");
    }

    @Test
    void connectionThatFails_namesHostPortProxyAndCause() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(shell.with("HTTP_PROXY", "http://jo:s3cr%3At@127.0.0.1:" + free)
                        .run("stop", JOB))
                .isEqualTo(3);
        assertThat(shell.err().lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("no connection to billing.invalid:8080 by the proxy 127.0.0.1:" + free
                        + ": refused or unreachable");
    }

    @Test
    void servicesOwnCredentials_areNotThoseOfTheProxy() {
        // Without a proxy there is nobody to send them to.
        assertThat(shell.with("BOOKINGDATE_URL", "http://" + address)
                        .with("HTTP_PROXY", "http://jo:s3cr%3At@127.0.0.1:1")
                        .with("NO_PROXY", "127.0.0.1")
                        .run("stop", JOB))
                .isZero();
        assertThat(asked).hasSize(1);
        assertThat(credentials).isEmpty();
    }
}
