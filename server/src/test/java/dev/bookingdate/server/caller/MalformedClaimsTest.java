package dev.bookingdate.server.caller;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.bookingdate.server.http.TestServer;
import dev.bookingdate.server.token.TestSigningKeys;
import dev.bookingdate.server.token.Tokens;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A good signature over claims that nobody can use is 401 and never 500. */
class MalformedClaimsTest {

    private static final String USER = "user.4c7a9e1b2d3f48609a8b7c6d5e4f3021";
    private static final String ENTITY = "entity.00000000-0000-4000-8000-0000000000e1";
    private static final String TENANT = "tenant.1001";
    private static final String GOOD = USER + " " + ENTITY + " " + TENANT;

    private static final String NONE = "(none)";

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static RSAKey key;
    private static JWTClaimsSet claims;

    @BeforeAll
    static void start() throws ParseException {
        key = TestSigningKeys.of(server);
        claims = Tokens.parse(server.token(TestServer.DEMO_MULTI_ORG)).getJWTClaimsSet();
    }

    @Test
    void well_formed_claims_are_accepted() {
        assertThat(status("scope", GOOD)).isEqualTo(200);
        assertThat(status("scope", "openid " + TENANT + " " + ENTITY + " " + ENTITY + " " + USER))
                .isEqualTo(200);
        assertThat(status("orgs", List.of("emea"))).isEqualTo(200);
    }

    static Stream<Map.Entry<String, Object>> malformed() {
        Stream<@Nullable Object> scopes = Stream.of(
                null,
                "",
                " ",
                7,
                List.of(USER, ENTITY, TENANT),
                Map.of("tenant", 1001),
                ENTITY + " " + TENANT,
                USER + " " + TENANT,
                USER + " " + ENTITY,
                GOOD + " tenant.1002",
                GOOD + " user.4c7a9e1b2d3f48609a8b7c6d5e4f3022",
                GOOD.replace("1001", ""),
                GOOD.replace("1001", "0"),
                GOOD.replace("1001", "-1001"),
                GOOD.replace("1001", "+1001"),
                GOOD.replace("1001", "01001"),
                GOOD.replace("1001", "1e3"),
                GOOD.replace("1001", "\u0661\u0660\u0660\u0661"),
                GOOD.replace("1001", "9223372036854775808"),
                GOOD.replace("1001", "99999999999999999999999"),
                GOOD.replace(USER, "user."),
                GOOD.replace(USER, "user.4c7a9e1b"),
                GOOD.replace(USER, "user.4C7A9E1B2D3F48609A8B7C6D5E4F3021"),
                GOOD.replace(USER, USER + "0"),
                GOOD.replace(ENTITY, "entity."),
                GOOD.replace(ENTITY, "entity.1-1-1-1-1"),
                GOOD.replace(ENTITY, "entity.e1"),
                GOOD.replace(ENTITY, ENTITY + " entity.x"),
                GOOD.replace(ENTITY, "entity.00000000-0000-4000-8000-0000000000EG"),
                GOOD.replace(" ", "\t"),
                GOOD.replace(" ", ","));
        Stream<@Nullable Object> names = Stream.of(null, "", 7, List.of("a"), "a\u0000b", "n".repeat(256));
        Stream<Object> orgs =
                Stream.of("emea", 7, List.of(7), List.of(""), List.of("o".repeat(65)), Map.of("emea", true));
        Stream<@Nullable Object> expiries = Stream.of(null, "soon", List.of());
        Stream<@Nullable Object> issuers = Stream.of(null, "", 7, List.of("booking-date-backfill"), "a:b");
        Stream<@Nullable Object> subjects = Stream.of((Object) null);
        return Stream.of(
                        scopes.map(value -> change("scope", value)),
                        names.map(value -> change("username", value)),
                        orgs.map(value -> change("orgs", value)),
                        expiries.map(value -> change("exp", value)),
                        issuers.map(value -> change("iss", value)),
                        subjects.map(value -> change("sub", value)))
                .flatMap(changes -> changes);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformed_claims_are_refused(Map.Entry<String, Object> changed) {
        Object value = changed.getValue();
        assertThat(status(changed.getKey(), value.equals(NONE) ? null : value)).isEqualTo(401);
    }

    private static Map.Entry<String, Object> change(String claim, @Nullable Object value) {
        return Map.entry(claim, Objects.requireNonNullElse(value, NONE));
    }

    private static int status(String claim, @Nullable Object value) {
        String token = Tokens.sign(
                key, new JWTClaimsSet.Builder(claims).claim(claim, value).build());
        return Tokens.list(server, token).statusCode();
    }
}
