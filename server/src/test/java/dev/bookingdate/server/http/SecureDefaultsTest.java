package dev.bookingdate.server.http;

import static dev.bookingdate.server.http.TestServer.DEMO_MULTI_ORG;
import static dev.bookingdate.server.http.TestServer.JOBS;
import static dev.bookingdate.server.http.TestServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds without any setting: for browsers, caches, and whoever is led to call by a page of somebody else. */
class SecureDefaultsTest {

    private static final Map<String, String> ALWAYS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY");

    private static final Set<String> NEVER = Set.of(
            "server",
            "x-powered-by",
            "x-xss-protection",
            "set-cookie",
            "pragma",
            "expires",
            "strict-transport-security",
            "access-control-allow-origin",
            "access-control-allow-methods",
            "access-control-allow-headers",
            "access-control-allow-credentials",
            "access-control-expose-headers",
            "access-control-max-age");

    private static final String FORM_TYPE = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String FORM =
            "grant_type=client_credentials&client_id=" + DEMO_MULTI_ORG + "&client_secret=" + SECRET;

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static String bearer;

    @BeforeAll
    static void start() {
        bearer = "Authorization: Bearer " + server.token(DEMO_MULTI_ORG) + "\r\n";
    }

    static Stream<Arguments> answers() {
        String job = JOBS + "/" + ScriptedDelegate.JOB;
        String page = "Origin: https://evil.example\r\nCookie: JSESSIONID=1\r\n";
        return Stream.of(
                Arguments.of(200, call("GET", job, bearer + page, "")),
                Arguments.of(200, call("POST", JOBS, bearer + page, "")),
                Arguments.of(200, call("HEAD", job, bearer + page, "")),
                Arguments.of(200, call("OPTIONS", JOBS, bearer + page, "")),
                Arguments.of(200, call("OPTIONS", JOBS, bearer + page + "Access-Control-Request-Method: GET\r\n", "")),
                Arguments.of(200, call("POST", "/oauth/token", FORM_TYPE + page, FORM)),
                Arguments.of(401, call("POST", "/oauth/token", FORM_TYPE + page, FORM + "x")),
                Arguments.of(401, call("GET", JOBS, page, "")),
                Arguments.of(401, call("OPTIONS", JOBS, page + "Access-Control-Request-Method: GET\r\n", "")),
                Arguments.of(404, call("GET", "/", bearer + page, "")),
                Arguments.of(405, call("DELETE", JOBS, bearer + page, "")),
                Arguments.of(415, call("PUT", job, bearer + page + "Content-Type: text/plain\r\n", "x")),
                Arguments.of(500, call("GET", JOBS + "/" + ScriptedDelegate.BREAKS, bearer + page, "")),
                Arguments.of(503, call("GET", JOBS + "/" + ScriptedDelegate.DATABASE_GONE, bearer + page, "")),
                Arguments.of(400, call("GET", "/%zz", page, "")),
                Arguments.of(400, call("GET", "/a;JSESSIONID=1", page, "")),
                Arguments.of(400, call("GET", "/", page + "A\0: b\r\n", "")),
                Arguments.of(400, "GET / HTTP/9.9\r\nHost: x\r\nConnection: close\r\n\r\n"),
                Arguments.of(405, call("TRACE", "/", page, "")));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void everyAnswer_hasTheSecurityHeadersOnce_andTellsNothingOfTheServer(int status, String request)
            throws IOException {
        RawAnswer answer = RawAnswer.to(server.port(), request);
        assertThat(answer.status()).isEqualTo(status);
        ALWAYS.forEach((name, value) -> assertThat(answer.header(name)).as(name).containsExactly(value));
        assertThat(answer.headerLines().stream()
                        .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)))
                .doesNotContainAnyElementsOf(NEVER);
    }

    /** What a form on another site can send: nothing in it but what it knows itself lets it in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: JSESSIONID=0123456789ABCDEF; access_token=x\r\n",
                "Origin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\n"
            })
    void theTokenEndpoint_takesTheSecretFromTheBodyAlone(String ambient) throws IOException {
        String without = "grant_type=client_credentials&client_id=" + DEMO_MULTI_ORG;
        assertThat(token(ambient, without).status()).isEqualTo(400);
        assertThat(token(ambient, FORM).status()).isEqualTo(200);
    }

    /** Basic authorization alone lets a client in (RFC 6749, 2.3.1); it changes nothing of what a form says, and a token is none. */
    @Test
    void theTokenEndpoint_takesBasicAuthorization_onlyInPlaceOfTheForm() throws IOException {
        String credentials = DEMO_MULTI_ORG + ":" + SECRET;
        String basic = "Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)) + "\r\n";
        assertThat(token(basic, "grant_type=client_credentials").status()).isEqualTo(200);
        assertThat(token(basic, FORM).status()).isEqualTo(200);
        assertThat(token(basic, FORM + "x").status()).isEqualTo(401);
        assertThat(token(bearer, "grant_type=client_credentials").status()).isEqualTo(400);
    }

    /** The content types that a page may send anywhere without being asked. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "multipart/form-data; boundary=x"})
    void theTokenEndpoint_takesNoOtherForm(String type) throws IOException {
        assertThat(RawAnswer.to(server.port(), call("POST", "/oauth/token", "Content-Type: " + type + "\r\n", FORM))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void aCookie_isNoToken() throws IOException {
        String cookie = "Cookie: Authorization=" + bearer.substring("Authorization: ".length());
        for (String method : List.of("GET", "POST")) {
            assertThat(RawAnswer.to(server.port(), call(method, JOBS, cookie, ""))
                            .status())
                    .isEqualTo(401);
        }
    }

    private static RawAnswer token(String headers, String form) throws IOException {
        return RawAnswer.to(server.port(), call("POST", "/oauth/token", FORM_TYPE + headers, form));
    }

    private static String call(String method, String path, String headers, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
