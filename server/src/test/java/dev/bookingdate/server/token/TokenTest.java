package dev.bookingdate.server.token;

import static dev.bookingdate.server.http.TestServer.DEMO_MULTI_ORG;
import static dev.bookingdate.server.http.TestServer.DEMO_SINGLE_ORG;
import static dev.bookingdate.server.http.TestServer.SECRET;
import static dev.bookingdate.server.http.TestServer.SEVERAL_ENTITIES;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.bookingdate.server.http.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class TokenTest {

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    @Test
    void answer_holds_exactly_what_the_contract_names() {
        HttpResponse<byte[]> answer = server.tokenRequest(DEMO_MULTI_ORG, SECRET);
        JsonNode body = TestServer.json(answer.body());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(body.propertyNames())
                .containsExactlyInAnyOrder("access_token", "token_type", "expires_in", "scope", "jti");
        assertThat(body.get("token_type").asString()).isEqualTo("bearer");
        assertThat(body.get("expires_in").asInt()).isEqualTo(3599);
        assertThat(body.get("scope").asString())
                .matches("user\\.[0-9a-f]{32} entity\\.00000000-0000-4000-8000-0000000000e1 tenant\\.1001");
    }

    /** RFC 6749, section 2.3.1: what OAuth libraries send by default. */
    @Test
    void basic_authorization_gets_a_token_as_the_form_does() {
        String credentials = URLEncoder.encode(DEMO_MULTI_ORG, StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        String basic = "basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        for (String form :
                List.of("grant_type=client_credentials", "grant_type=client_credentials&client_id=" + DEMO_MULTI_ORG)) {
            HttpResponse<byte[]> answer = server.send(server.request("/oauth/token")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Authorization", basic)
                    .POST(BodyPublishers.ofString(form))
                    .build());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(TestServer.json(answer.body()).get("access_token").asString())
                    .isNotEmpty();
        }
    }

    /** Clients that have always sent both are served as before. */
    @Test
    void secret_in_the_form_comes_before_basic_authorization() {
        HttpResponse<byte[]> answer = server.send(server.request("/oauth/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic *")
                .POST(BodyPublishers.ofString(TestServer.form(Map.of(
                        "client_id", DEMO_MULTI_ORG, "client_secret", SECRET, "grant_type", "client_credentials"))))
                .build());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void token_is_signed_and_carries_who_calls() throws ParseException {
        JsonNode body =
                TestServer.json(server.tokenRequest(SEVERAL_ENTITIES, SECRET).body());
        SignedJWT token = SignedJWT.parse(body.get("access_token").asString());
        JWTClaimsSet claims = token.getJWTClaimsSet();

        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(claims.getJWTID()).isEqualTo(body.get("jti").asString());
        assertThat(claims.getStringClaim("scope")).isEqualTo(body.get("scope").asString());
        assertThat(claims.getSubject()).isEqualTo(SEVERAL_ENTITIES);
        assertThat(claims.getStringClaim("username")).isEqualTo("c@example.com");
        assertThat(claims.getStringListClaim("orgs")).containsExactlyInAnyOrder("o1", "o2");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void each_request_gets_a_token_of_its_own() {
        assertThat(server.token(DEMO_MULTI_ORG)).isNotEqualTo(server.token(DEMO_MULTI_ORG));
    }

    @Test
    void tokens_that_this_server_did_not_sign_are_refused() throws JOSEException, ParseException {
        SignedJWT good = SignedJWT.parse(server.token(DEMO_MULTI_ORG));
        RSAKey foreign =
                new RSAKeyGenerator(2048).keyID(good.getHeader().getKeyID()).generate();
        String[] parts = good.serialize().split("\\.", -1);

        assertThat(status(good.serialize())).isEqualTo(200);
        assertThat(status(Tokens.sign(foreign, good.getJWTClaimsSet()))).isEqualTo(401);
        assertThat(status(new PlainJWT(good.getJWTClaimsSet()).serialize())).isEqualTo(401);
        assertThat(status(parts[0] + "." + parts[1] + ".")).isEqualTo(401);
    }

    @Test
    void tokens_that_are_expired_or_of_another_issuer_are_refused() throws JOSEException, ParseException {
        RSAKey key = server.bean(SigningKeys.class).read().get(0).toRSAKey();
        JWTClaimsSet good = SignedJWT.parse(server.token(DEMO_MULTI_ORG)).getJWTClaimsSet();

        assertThat(status(Tokens.sign(key, good))).isEqualTo(200);
        assertThat(status(Tokens.sign(
                        key,
                        new JWTClaimsSet.Builder(good)
                                .expirationTime(Date.from(Instant.now().minusSeconds(120)))
                                .build())))
                .isEqualTo(401);
        assertThat(status(Tokens.sign(
                        key, new JWTClaimsSet.Builder(good).issuer("other").build())))
                .isEqualTo(401);
    }

    @Test
    void demo_clients_are_refused_when_the_demo_is_off() {
        String earlier = server.token(DEMO_MULTI_ORG);
        String other = server.token(SEVERAL_ENTITIES);
        try (TestServer off = TestServer.start(server.database())) {
            off.insertClient(DEMO_SINGLE_ORG, 1002);

            assertThat(off.tokenRequest(DEMO_MULTI_ORG, SECRET).statusCode()).isEqualTo(401);
            assertThat(off.tokenRequest(DEMO_SINGLE_ORG, SECRET).statusCode()).isEqualTo(401);
            assertThat(off.tokenRequest(SEVERAL_ENTITIES, SECRET).statusCode()).isEqualTo(200);
            assertThat(status(off, earlier)).isEqualTo(401);
            // 400 is beyond the gate: only the entity is missing.
            assertThat(status(off, other)).isEqualTo(400);
        }
    }

    private static int status(String token) {
        return status(server, token);
    }

    private static int status(TestServer target, String token) {
        return target.send(target.request(TestServer.JOBS)
                        .header("Authorization", "Bearer " + token)
                        .build())
                .statusCode();
    }
}
