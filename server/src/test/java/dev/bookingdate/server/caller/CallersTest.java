package dev.bookingdate.server.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.error.RequestRefused.Reason;
import dev.bookingdate.server.http.TestServer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class CallersTest {

    private static final String USER = "4c7a9e1b2d3f48609a8b7c6d5e4f3021";
    private static final String E1 = "00000000-0000-4000-8000-0000000000e1";
    private static final String E2 = "00000000-0000-4000-8000-0000000000e2";
    private static final String E3 = "00000000-0000-4000-8000-0000000000e3";
    private static final String E4 = "00000000-0000-4000-8000-0000000000e4";
    private static final String GONE = "00000000-0000-4000-8000-0000000000ff";

    @RegisterExtension
    static final TestServer server = TestServer.with();

    @AfterEach
    void signOut() {
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void current_when_nothing_is_named_works_for_all_that_the_token_is_good_for() {
        signIn(1001, List.of("us-west", "emea", "us-east"), E1);
        assertThat(current(null, null))
                .isEqualTo(new Caller(
                        1001, USER, "u@example.com", UUID.fromString(E1), List.of("emea", "us-east", "us-west")));
    }

    @Test
    void current_when_the_tenant_has_no_multi_org_has_null_orgs() {
        signIn(1002, null, E2);
        assertThat(current(null, null).orgIds()).isNull();

        // What a token says of orgs counts for nothing where the tenant has none.
        signIn(1002, List.of("emea"), E2);
        assertThat(current(null, null).orgIds()).isNull();
        assertRefused(400, "50000020", null, "emea");
    }

    @Test
    void current_when_the_token_names_no_org_in_a_tenant_with_multi_org_reaches_none() {
        signIn(1001, null, E1);
        assertThat(current(null, null).orgIds()).isEmpty();
        assertRefused(403, "50000010", null, "emea");
    }

    @Test
    void current_when_entity_and_orgs_are_named_narrows_to_them() {
        signIn(1003, List.of("o1", "o2", "o3"), E3, E4);
        Caller caller = current(E4.toUpperCase(Locale.ROOT), "o3 , o1,o3");
        assertThat(caller.entityId()).isEqualTo(UUID.fromString(E4));
        assertThat(caller.orgIds()).containsExactly("o1", "o3");
    }

    @Test
    void current_when_a_header_breaks_a_rule_refuses() {
        signIn(1001, List.of("emea"), E1);
        assertRefused(400, "50000020", E1, null);
        assertRefused(403, "50000010", null, "emea,apac");

        signIn(1002, null, E2);
        assertRefused(400, "50000020", null, "emea");

        signIn(1003, List.of(), E3, E4);
        assertRefused(400, "50000022", null, null);
        assertRefused(403, "50000010", E1, null);
        assertRefused(403, "50000010", E3, "emea");
    }

    @Test
    void current_when_tenant_or_entity_have_gone_refuses() {
        signIn(4711, null, E1);
        assertRefused(401, "90000011", null, null);

        signIn(1001, null, GONE);
        assertRefused(403, "50000010", null, null);
    }

    private static void assertRefused(int status, String code, @Nullable String entityIds, @Nullable String orgIds) {
        RequestRefused refusal = catchThrowableOfType(RequestRefused.class, () -> current(entityIds, orgIds));
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.reasons()).extracting(Reason::code).containsExactly(code);
    }

    private static Caller current(@Nullable String entityIds, @Nullable String orgIds) {
        return server.bean(Callers.class).ofRead(entityIds, orgIds);
    }

    private static void signIn(long tenantId, @Nullable List<String> orgs, String... entities) {
        String scope = "user." + USER + " entity." + String.join(" entity.", entities) + " tenant." + tenantId;
        Jwt.Builder token = Jwt.withTokenValue("t")
                .header("alg", "RS256")
                .claim("scope", scope)
                .claim("username", "u@example.com");
        if (orgs != null) {
            token.claim("orgs", orgs);
        }
        var request = new MockHttpServletRequest();
        TokenIdentity.of(token.build()).letIn(request);
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
    }
}
