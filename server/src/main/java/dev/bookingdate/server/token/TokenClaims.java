package dev.bookingdate.server.token;

import java.util.ArrayList;
import java.util.List;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.stereotype.Component;

/** Writes into a token what it says about its client; the room {@code caller} reads it. */
@Component
public class TokenClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {

    /** The same on every node, whatever the name under which a node is called. */
    public static final String ISSUER = "booking-date-backfill";

    public static final String SCOPE = "scope";
    public static final String USERNAME = "username";
    public static final String ORGS = "orgs";
    public static final String USER_PREFIX = "user.";
    public static final String ENTITY_PREFIX = "entity.";
    public static final String TENANT_PREFIX = "tenant.";

    @Override
    public void customize(JwtEncodingContext context) {
        ApiClient client = RegisteredClients.apiClient(context.getRegisteredClient());
        context.getClaims().claims(claims -> {
            claims.put(JwtClaimNames.ISS, ISSUER);
            claims.put(SCOPE, String.join(" ", scope(client)));
            claims.put(USERNAME, client.username());
            if (client.orgIds() != null) {
                claims.put(ORGS, client.orgIds());
            }
        });
    }

    /** The scope carries identity: user, entities, tenant, in this order; then what the client is limited to, if it is. */
    static List<String> scope(ApiClient client) {
        List<String> scope = new ArrayList<>();
        scope.add(USER_PREFIX + client.userId());
        client.entityIds().forEach(entity -> scope.add(ENTITY_PREFIX + entity));
        scope.add(TENANT_PREFIX + client.tenantId());
        if (client.may() != null) {
            client.may().forEach(permission -> scope.add("may." + permission));
        }
        return scope;
    }
}
