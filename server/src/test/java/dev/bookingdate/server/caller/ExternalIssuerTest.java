package dev.bookingdate.server.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.http.MovableClock;
import dev.bookingdate.server.http.TestServer;
import dev.bookingdate.server.token.TestSigningKeys;
import dev.bookingdate.server.token.TokenClaims;
import dev.bookingdate.server.token.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/** Tokens of an issuer beside this server, whose keys a small HTTP server serves. */
@Tag("long")
class ExternalIssuerTest {

    private static final String SCOPE =
            "openid user.4c7a9e1b2d3f48609a8b7c6d5e4f3021" + " entity.00000000-0000-4000-8000-0000000000e1 tenant.1001";

    private static final TestIssuer ISSUER = new TestIssuer();
    private static final RSAKey KEY = rsa("external");
    private static final RSAKey NEXT_KEY = rsa("external-next");

    private static TestDatabase database;
    private static TestServer server;
    private static TestServer mapping;

    @BeforeAll
    static void start() {
        ISSUER.serve(KEY);
        database = TestDatabase.create();
        server = TestServer.start(
                database,
                "bookingdate.demo.charges=1",
                "bookingdate.auth.issuer.uri=" + ISSUER.uri(),
                "bookingdate.auth.issuer.jwk-set-uri=" + ISSUER.uri() + "/keys",
                "bookingdate.auth.issuer.audience=backfill");
        mapping = TestServer.start(
                database,
                "bookingdate.auth.issuer.uri=" + ISSUER.uri(),
                "bookingdate.auth.issuer.audience=backfill",
                "bookingdate.auth.issuer.algorithms=RS256,ES256",
                "bookingdate.auth.issuer.claims.tenant=customer",
                "bookingdate.auth.issuer.claims.entities=companies",
                "bookingdate.auth.issuer.claims.user-id=sub",
                "bookingdate.auth.issuer.claims.username=email",
                "bookingdate.auth.issuer.claims.orgs=regions");
    }

    @AfterAll
    static void stop() {
        mapping.close();
        server.close();
        database.close();
        ISSUER.close();
    }

    @BeforeEach
    void serveAgain() {
        ISSUER.serve(KEY);
        server.bean(MovableClock.class).advance(IssuerKeys.READ_EVERY);
        mapping.bean(MovableClock.class).advance(IssuerKeys.READ_EVERY);
    }

    @Test
    void its_tokens_are_accepted_beside_our_own() {
        assertThat(status(server, claims().build())).isEqualTo(200);
        assertThat(Tokens.list(server, server.token(TestServer.DEMO_MULTI_ORG)).statusCode())
                .isEqualTo(200);
        var accessToken = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(KEY.getKeyID());
        assertThat(Tokens.list(server, Tokens.sign(KEY, accessToken, claims().build()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void keys_are_read_when_a_token_needs_them_and_kept() {
        try (TestServer fresh = TestServer.start(
                database,
                "bookingdate.auth.issuer.uri=" + ISSUER.uri(),
                "bookingdate.auth.issuer.jwk-set-uri=" + ISSUER.uri() + "/keys",
                "bookingdate.auth.issuer.audience=backfill")) {
            ISSUER.requests = 0;
            Tokens.list(fresh, fresh.token(TestServer.SEVERAL_ENTITIES));
            assertThat(ISSUER.requests).isZero();
            for (int i = 0; i < 5; i++) {
                assertThat(status(fresh, claims().build())).isEqualTo(200);
            }
            assertThat(ISSUER.requests).isOne();

            RSAKey unknown = new RSAKey.Builder(KEY).keyID("unknown").build();
            for (int i = 0; i < 20; i++) {
                assertThat(status(fresh, unknown, claims().build())).isEqualTo(401);
            }
            assertThat(ISSUER.requests).isOne();
        }
    }

    @Test
    void a_new_key_of_the_issuer_is_found_without_a_restart() {
        assertThat(status(server, claims().build())).isEqualTo(200);
        ISSUER.serve(KEY, NEXT_KEY);
        server.bean(MovableClock.class).advance(IssuerKeys.AT_MOST_EVERY);
        assertThat(status(server, NEXT_KEY, claims().build())).isEqualTo(200);
    }

    @Test
    void a_token_is_refused_that_is_not_for_us_not_in_time_or_not_well_formed() {
        refused(claims().audience("another").build());
        refused(claims().audience((String) null).build());
        refused(claims().expirationTime(null).build());
        refused(claims().expirationTime(Date.from(Instant.now().minusSeconds(3600)))
                .build());
        refused(claims().notBeforeTime(Date.from(Instant.now().plus(Duration.ofDays(1))))
                .build());
        refused(claims().issuer(ISSUER.uri() + "/").build());
        refused(claims().claim("scope", "openid").build());
        refused(claims().claim("scope", SCOPE + " tenant.1002").build());
        refused(claims().claim("scope", SCOPE.replace("1001", "99999")).build());
        refused(claims().claim("username", null).build());
        var idToken = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType("logout+jwt"))
                .keyID(KEY.getKeyID());
        assertThat(Tokens.list(server, Tokens.sign(KEY, idToken, claims().build()))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void neither_issuer_can_sign_for_the_other() throws ParseException {
        RSAKey ours = TestSigningKeys.of(server);
        JWTClaimsSet ourClaims =
                Tokens.parse(server.token(TestServer.DEMO_MULTI_ORG)).getJWTClaimsSet();

        assertThat(status(server, ours, ourClaims)).isEqualTo(200);
        assertThat(status(server, KEY, ourClaims)).isEqualTo(401);
        assertThat(status(server, new RSAKey.Builder(KEY).keyID(ours.getKeyID()).build(), ourClaims))
                .isEqualTo(401);
        assertThat(status(server, ours, claims().build())).isEqualTo(401);
        ISSUER.serve(new RSAKey.Builder(ours.toPublicJWK()).build(), KEY);
        server.bean(MovableClock.class).advance(IssuerKeys.READ_EVERY);
        // Whoever serves our public key as its own still has no private one for it.
        assertThat(status(server, KEY, ourClaims)).isEqualTo(401);
    }

    @Test
    void other_algorithms_are_refused_unless_configured() throws JOSEException {
        assertThat(Tokens.list(server, new PlainJWT(claims().build()).serialize())
                        .statusCode())
                .isEqualTo(401);
        byte[] publicKey = KEY.toRSAPublicKey().getEncoded();
        var hmac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(KEY.getKeyID()).build(), claims().build());
        hmac.sign(new MACSigner(publicKey));
        assertThat(Tokens.list(server, hmac.serialize()).statusCode()).isEqualTo(401);

        ECKey elliptic = new ECKeyGenerator(Curve.P_256).keyID("elliptic").generate();
        ISSUER.serve(KEY, elliptic);
        server.bean(MovableClock.class).advance(IssuerKeys.READ_EVERY);
        mapping.bean(MovableClock.class).advance(IssuerKeys.READ_EVERY);
        var curve = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("elliptic").build(),
                mappedClaims().build());
        curve.sign(new ECDSASigner(elliptic));
        assertThat(Tokens.list(server, curve.serialize()).statusCode()).isEqualTo(401);
        assertThat(Tokens.list(mapping, curve.serialize()).statusCode()).isEqualTo(200);
    }

    @Test
    void claims_are_taken_where_the_configuration_says() {
        assertThat(status(mapping, mappedClaims().build())).isEqualTo(200);
        assertThat(status(mapping, mappedClaims().claim("customer", "1001").build()))
                .isEqualTo(200);
        // Good for two entities: one has to be named.
        assertThat(status(
                        mapping,
                        mappedClaims()
                                .claim(
                                        "companies",
                                        "00000000-0000-4000-8000-0000000000e1 00000000-0000-4000-8000-0000000000e2")
                                .build()))
                .isEqualTo(400);
        for (Map.Entry<String, Object> bad : List.<Map.Entry<String, Object>>of(
                Map.entry("customer", List.of(1001, 1002)),
                Map.entry("customer", "1001 entity.00000000-0000-4000-8000-0000000000e2"),
                Map.entry("customer", 1001.5),
                Map.entry("customer", true),
                Map.entry("customer", Map.of("id", 1001)),
                Map.entry("companies", List.of()),
                Map.entry("companies", "e1"),
                Map.entry("companies", 7),
                Map.entry("sub", "alice"),
                Map.entry("sub", "4c7a9e1b-2d3f-4860-9a8b-7c6d5e4f3021 tenant.1002"),
                Map.entry("email", 7),
                Map.entry("regions", 7),
                Map.entry("regions", List.of(7)))) {
            assertThat(status(
                            mapping,
                            mappedClaims().claim(bad.getKey(), bad.getValue()).build()))
                    .as(bad.toString())
                    .isEqualTo(401);
        }
        for (String missing : List.of("customer", "companies", "sub", "email")) {
            assertThat(status(mapping, mappedClaims().claim(missing, null).build()))
                    .as(missing)
                    .isEqualTo(401);
        }
        // The scope says nothing where a claim is named instead.
        assertThat(status(
                        mapping,
                        mappedClaims()
                                .claim("customer", null)
                                .claim("scope", SCOPE)
                                .build()))
                .isEqualTo(401);
    }

    @Test
    void orgs_of_its_tokens_restrict_the_call() {
        String token = Tokens.sign(
                KEY, mappedClaims().claim("regions", List.of("emea")).build());
        assertThat(withOrgs(token, "emea").statusCode()).isEqualTo(200);
        assertThat(withOrgs(token, "us-west").statusCode()).isEqualTo(403);
        String none = Tokens.sign(KEY, mappedClaims().claim("regions", null).build());
        assertThat(withOrgs(none, "emea").statusCode()).isEqualTo(403);
    }

    @Test
    void while_it_is_out_of_reach_its_tokens_are_put_off_and_ours_are_not() {
        try (TestServer fresh = TestServer.start(
                database,
                "bookingdate.auth.issuer.uri=" + ISSUER.uri(),
                "bookingdate.auth.issuer.jwk-set-uri=" + ISSUER.uri() + "/keys",
                "bookingdate.auth.issuer.audience=backfill")) {
            for (int broken : List.of(500, 404, TestIssuer.NO_JWK_SET, TestIssuer.NO_ANSWER)) {
                ISSUER.broken = broken;
                ISSUER.requests = 0;
                for (int i = 0; i < 5; i++) {
                    HttpResponse<byte[]> answer = Tokens.list(fresh, Tokens.sign(KEY, claims().build()));
                    assertThat(answer.statusCode()).isEqualTo(503);
                    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
                    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                            .contains("50000061")
                            .doesNotContain(ISSUER.uri(), "java");
                }
                // Java's own client repeats a request that was not answered.
                assertThat(ISSUER.requests).isBetween(1, broken == TestIssuer.NO_ANSWER ? 2 : 1);
                assertThat(Tokens.get(fresh, "/nothing", fresh.token(TestServer.SEVERAL_ENTITIES))
                                .statusCode())
                        .isEqualTo(404);
                fresh.bean(MovableClock.class).advance(IssuerKeys.AT_MOST_EVERY);
            }
            ISSUER.serve(KEY);
            assertThat(status(fresh, claims().build())).isEqualTo(200);

            // Keys that are known go on without it.
            ISSUER.broken = 500;
            fresh.bean(MovableClock.class).advance(IssuerKeys.READ_EVERY);
            assertThat(status(fresh, claims().build())).isEqualTo(200);
        }
    }

    @Test
    void a_configuration_that_would_let_too_much_in_does_not_start() {
        assertThatThrownBy(() -> properties("https://id.example", null, null)).hasMessageContaining("audience");
        assertThatThrownBy(() -> properties("http://id.example", null, "backfill"))
                .hasMessageContaining("https");
        assertThatThrownBy(() -> properties("https://id.example", "http://id.example/keys", "backfill"))
                .hasMessageContaining("https");
        assertThatThrownBy(() -> properties(TokenClaims.ISSUER, "https://id.example/keys", "backfill"))
                .hasMessageContaining("own issuer");
        assertThat(properties("https://id.example", null, "backfill").isConfigured())
                .isTrue();
        assertThat(properties(null, null, null).isConfigured()).isFalse();
    }

    private static IssuerProperties properties(@Nullable String uri, @Nullable String keys, @Nullable String audience) {
        return new IssuerProperties(
                uri,
                keys == null ? null : URI.create(keys),
                audience,
                Set.of(SignatureAlgorithm.RS256),
                new IssuerProperties.Claims(null, null, null, "username", "orgs"));
    }

    private static void refused(JWTClaimsSet claims) {
        assertThat(status(server, claims)).as(claims.toString()).isEqualTo(401);
    }

    private static int status(TestServer target, JWTClaimsSet claims) {
        return status(target, KEY, claims);
    }

    private static int status(TestServer target, RSAKey key, JWTClaimsSet claims) {
        return Tokens.list(target, Tokens.sign(key, claims)).statusCode();
    }

    private static HttpResponse<byte[]> withOrgs(String token, String orgs) {
        return mapping.send(mapping.request(TestServer.JOBS + "?pageSize=1")
                .header("Authorization", "Bearer " + token)
                .header("Zuora-Org-Ids", orgs)
                .build());
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER.uri())
                .subject("alice")
                .audience("backfill")
                .expirationTime(Date.from(Instant.now().plus(Duration.ofDays(1))))
                .claim("scope", SCOPE)
                .claim("username", "alice@example.com");
    }

    private static JWTClaimsSet.Builder mappedClaims() {
        return claims().claim("scope", null)
                .claim("username", null)
                .subject("4C7A9E1B-2d3f-4860-9a8b-7c6d5e4f3021")
                .claim("customer", 1001)
                .claim("companies", List.of("00000000-0000-4000-8000-0000000000E1"))
                .claim("email", "alice@example.com")
                .claim("regions", List.of("emea", "us-west"));
    }

    private static RSAKey rsa(String keyId) {
        try {
            return new RSAKeyGenerator(2048).keyID(keyId).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An OpenID Connect provider, as far as it is looked at here. */
    private static final class TestIssuer implements AutoCloseable {

        static final int NO_JWK_SET = -1;
        static final int NO_ANSWER = -2;

        private final HttpServer http;
        private volatile String keys = "";
        volatile int broken;
        volatile int requests;

        TestIssuer() {
            try {
                http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            http.createContext("/keys", exchange -> {
                requests++;
                if (broken == NO_ANSWER) {
                    exchange.close();
                    return;
                }
                byte[] body = (broken == NO_JWK_SET ? "<html>" : keys).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(broken > 0 ? broken : 200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            http.createContext("/.well-known/openid-configuration", exchange -> {
                byte[] body = "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\"}"
                        .formatted(uri())
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            http.start();
        }

        String uri() {
            return "http://127.0.0.1:" + http.getAddress().getPort();
        }

        void serve(JWK... served) {
            broken = 0;
            keys = new JWKSet(List.of(served)).toString();
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
