package dev.bookingdate.server.auth;

import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.stereotype.Component;

/** Writes into a token what it says about its client; {@link TokenIdentity} reads it. */
@Component
class TokenClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {

    /** The same on every node, whatever the name under which a node is called. */
    static final String ISSUER = "booking-date-backfill";

    @Override
    public void customize(JwtEncodingContext context) {
        ApiClient client = RegisteredClients.apiClient(context.getRegisteredClient());
        context.getClaims().claims(claims -> {
            claims.put(JwtClaimNames.ISS, ISSUER);
            claims.put(TokenIdentity.SCOPE, String.join(" ", RegisteredClients.scope(client)));
            claims.put(TokenIdentity.USERNAME, client.username());
            if (client.orgIds() != null) {
                claims.put(TokenIdentity.ORGS, client.orgIds());
            }
        });
    }
}
