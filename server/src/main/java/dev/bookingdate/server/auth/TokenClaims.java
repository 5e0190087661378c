package dev.bookingdate.server.auth;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.stereotype.Component;

/** What a token says about its client: the one place that writes and reads the claims. */
@Component
class TokenClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {

    /** The same on every node, whatever the name under which a node is called. */
    static final String ISSUER = "booking-date-backfill";

    static final String SCOPE = "scope";
    private static final String USERNAME = "username";
    private static final String ORGS = "orgs";

    @Override
    public void customize(JwtEncodingContext context) {
        ApiClient client = RegisteredClients.apiClient(context.getRegisteredClient());
        context.getClaims().claims(claims -> {
            claims.put("iss", ISSUER);
            claims.put(SCOPE, String.join(" ", RegisteredClients.scope(client)));
            claims.put(USERNAME, client.username());
            if (client.orgIds() != null) {
                claims.put(ORGS, client.orgIds());
            }
        });
    }

    static long tenantId(Jwt token) {
        return Long.parseLong(scopes(token, "tenant.").get(0));
    }

    static String userId(Jwt token) {
        return scopes(token, "user.").get(0);
    }

    static List<UUID> entityIds(Jwt token) {
        return scopes(token, "entity.").stream().map(UUID::fromString).toList();
    }

    static String username(Jwt token) {
        return Optional.ofNullable(token.getClaimAsString(USERNAME)).orElseThrow();
    }

    /** Null for a tenant without Multi-Org. */
    static @Nullable List<String> orgIds(Jwt token) {
        return token.getClaimAsStringList(ORGS);
    }

    private static List<String> scopes(Jwt token, String prefix) {
        String scope = Optional.ofNullable(token.getClaimAsString(SCOPE)).orElse("");
        return List.of(scope.split(" ", -1)).stream()
                .filter(part -> part.startsWith(prefix))
                .map(part -> part.substring(prefix.length()))
                .toList();
    }
}
