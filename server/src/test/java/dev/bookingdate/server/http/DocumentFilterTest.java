package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anybody may read the contract and the page to try it on; nothing else is open. */
class DocumentFilterTest {

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @ParameterizedTest
    @CsvSource({
        "/openapi.yaml, application/yaml",
        "/openapi.json, application/json",
        "/docs, text/html;charset=UTF-8",
        "/docs/page.js, text/javascript;charset=UTF-8",
        "/docs/page.css, text/css;charset=UTF-8",
        "/docs/swagger-ui.css, text/css;charset=UTF-8",
        "/docs/swagger-ui-bundle.js, text/javascript;charset=UTF-8"
    })
    void document_isReadWithoutAToken_andKeptUntilItChanges(String path, String type) throws Exception {
        HttpResponse<byte[]> answer = send("GET", path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Zuora-Request-Id")).isPresent();
        String tag = answer.headers().firstValue("ETag").orElseThrow();

        HttpResponse<byte[]> again = send("GET", path, "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(send("GET", path, "If-None-Match", "\"another\"").statusCode())
                .isEqualTo(200);

        HttpResponse<byte[]> head = send("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);

        HttpResponse<byte[]> compressed = send("GET", path, "Accept-Encoding", "gzip");
        assertThat(compressed.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(compressed.headers().firstValue("ETag"))
                .isPresent()
                .isNotEqualTo(answer.headers().firstValue("ETag"));
        assertThat(inflated(compressed.body())).isEqualTo(answer.body());
    }

    @Test
    void contract_isTheOneThatTheServerWasBuiltFrom() throws Exception {
        try (var contract = Objects.requireNonNull(
                DocumentFilterTest.class.getResourceAsStream("/dev/bookingdate/api/openapi.yaml"))) {
            assertThat(send("GET", "/openapi.yaml").body()).isEqualTo(contract.readAllBytes());
        }
        assertThat(TestServer.json(send("GET", "/openapi.json").body())
                        .at("/info/title")
                        .asString())
                .isEqualTo("Booking date backfill");
    }

    /** The policy lets a browser load nothing from elsewhere; here nothing asks for it either. */
    @Test
    void page_refersToThisHostAlone_andToWhatIsThere() throws Exception {
        HttpResponse<byte[]> page = send("GET", "/docs");
        String html = new String(page.body(), StandardCharsets.UTF_8);

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains(
                                "default-src 'none'",
                                "script-src 'self';",
                                "connect-src 'self'",
                                "frame-ancestors 'none'"));
        assertThat(html).doesNotContain("http:", "https:", "//").doesNotContainPattern("<script>|\\son\\w+=");
        List<String> files = Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                .matcher(html)
                .results()
                .map(reference -> reference.group(1))
                .filter(reference -> !reference.startsWith("data:"))
                .toList();
        assertThat(files).hasSizeGreaterThanOrEqualTo(4);
        for (String file : files) {
            assertThat(send("GET", "/" + file).statusCode()).as(file).isEqualTo(200);
        }
        assertThat(send("GET", "/openapi.json").headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; frame-ancestors 'none'");
    }

    @Test
    void root_sendsABrowserToTheConsole_andNobodyElse() throws Exception {
        HttpResponse<byte[]> browser = send("GET", "/", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        assertThat(browser.statusCode()).isEqualTo(302);
        assertThat(browser.headers().firstValue("Location")).hasValue("/console");
        assertThat(send("GET", "/docs/").headers().firstValue("Location")).hasValue("/docs");

        assertThat(send("GET", "/", "Accept", "*/*").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /docs",
                "PUT /openapi.yaml",
                "DELETE /docs/page.js",
                "GET /docs/index.html",
                "GET /docs/swagger-ui.js",
                "GET /docs/..%2fopenapi.yaml",
                "GET /DOCS",
                "GET /openapi.yaml.bak",
                "GET /webjars/swagger-ui/5.34.1/index.html"
            })
    void everythingElse_asksForAToken(String call) throws Exception {
        HttpResponse<byte[]> answer = send(call.split(" ")[0], call.split(" ")[1]);

        assertThat(answer.statusCode()).isBetween(400, 401);
        assertThat(TestServer.json(answer.body()).path("success").asBoolean(true))
                .isFalse();
    }

    private static HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = server.request(path).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static byte[] inflated(byte[] body) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return gzip.readAllBytes();
        }
    }
}
