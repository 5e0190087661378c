package dev.bookingdate.server.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.http.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a token comes (RFC 6750), and what is said to those that don't. */
class BearerTokenTest {

    private static final String MISSING = "Bearer";
    private static final String INVALID = "Bearer error=\"invalid_token\"";

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static String token;

    @BeforeAll
    static void start() {
        token = server.token(TestServer.DEMO_MULTI_ORG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "bEaReR "})
    void scheme_may_be_written_in_any_case(String scheme) {
        assertThat(call(scheme + token).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic eDp5", "Digest x", "DPoP x", "Negotiate x", "Token x", "x", ","})
    void another_scheme_is_no_token(String authorization) {
        refused(call(authorization), MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer x",
                "Bearer a.b.c",
                "Bearer a b",
                "Bearer \"x\"",
                "Bearer x,y",
                "Bearer ..",
                "Bearer ="
            })
    void a_bad_token_is_named_as_the_error(String authorization) {
        refused(call(authorization), INVALID);
    }

    @Test
    void a_long_token_is_a_bad_token() {
        refused(call("Bearer " + "x".repeat(15_000)), INVALID);
        refused(call("Bearer " + token + "x".repeat(10_000)), INVALID);
        String nested = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("[".repeat(8_000).getBytes(StandardCharsets.UTF_8));
        refused(call("Bearer " + nested + ".e30.x"), INVALID);
        refused(call("Bearer e30." + nested + ".x"), INVALID);
    }

    @Test
    void a_token_in_the_url_or_in_the_body_is_no_token() {
        refused(send(server.request(TestServer.JOBS + "?access_token=" + token)), MISSING);
        for (String method : List.of("POST", "PUT", "GET")) {
            refused(
                    send(server.request(TestServer.JOBS)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .method(method, BodyPublishers.ofString("access_token=" + token))),
                    MISSING);
        }
    }

    @Test
    void a_token_in_the_url_does_not_spoil_a_good_header() {
        HttpResponse<byte[]> answer =
                send(server.request(TestServer.JOBS + "?access_token=x").header("Authorization", "Bearer " + token));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void two_headers_are_refused_whatever_is_in_them() {
        for (String other : List.of("Bearer " + token, "Bearer x", "Basic eDp5", "")) {
            for (List<String> headers : List.of(List.of("Bearer " + token, other), List.of(other, "Bearer " + token))) {
                HttpRequest.Builder request = server.request(TestServer.JOBS);
                headers.forEach(value -> request.header("Authorization", value));
                HttpResponse<byte[]> answer = send(request);
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(answer.headers().firstValue("WWW-Authenticate"))
                        .contains("Bearer error=\"invalid_request\"");
                assertThat(TestServer.json(answer.body()).get("reasons").toString())
                        .isEqualTo("[{\"code\":\"50000020\",\"message\":\"Authorization must be sent once.\"}]");
            }
        }
    }

    private static void refused(HttpResponse<byte[]> answer, String challenge) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly(challenge);
        assertThat(TestServer.json(answer.body()).get("reasons").toString())
                .isEqualTo("[{\"code\":\"90000011\",\"message\":"
                        + "\"Authentication failed: the access token is missing, invalid or expired.\"}]");
    }

    private static HttpResponse<byte[]> call(String authorization) {
        return send(server.request(TestServer.JOBS + "?pageSize=1").header("Authorization", authorization));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        return server.send(request.build());
    }
}
