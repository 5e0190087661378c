package dev.bookingdate.server.caller;

import dev.bookingdate.server.token.TokenClaims;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * An issuer of tokens beside this server.
 *
 * @param uri the issuer as its tokens name it in {@code iss}; without it there is none
 * @param jwkSetUri where its keys are; without it, they are looked for as OpenID Connect Discovery says
 * @param audience what its tokens must name in {@code aud}. Required: else every token of the issuer would do, whatever
 *     it was made for
 * @param algorithms by which its tokens may be signed
 * @param claims where its tokens say who calls
 */
@ConfigurationProperties("bookingdate.auth.issuer")
record IssuerProperties(
        @Nullable String uri,
        @Nullable URI jwkSetUri,
        @Nullable String audience,
        @DefaultValue("RS256") Set<SignatureAlgorithm> algorithms,
        @DefaultValue Claims claims) {

    /**
     * The names of claims. Where one is not set, the part of {@code scope} says it that says it in our own tokens.
     *
     * @param tenant a number
     * @param entities UUIDs: a list, or a text with spaces between them
     * @param userId 32 hexadecimal digits, or a UUID
     * @param username a text of up to 255 characters
     * @param orgs org ids: a list, or a text with spaces between them
     */
    record Claims(
            @Nullable String tenant,
            @Nullable String entities,
            @Nullable String userId,
            @DefaultValue("username") String username,
            @DefaultValue("orgs") String orgs) {}

    IssuerProperties {
        if (uri != null && !uri.isBlank()) {
            require(!uri.equals(TokenClaims.ISSUER), "uri must not be the name of this server's own issuer");
            require(audience != null && !audience.isBlank(), "audience is required with an issuer");
            require(!algorithms.isEmpty(), "algorithms must not be empty");
            requireSafe(jwkSetUri == null ? URI.create(uri) : jwkSetUri);
        }
    }

    boolean isConfigured() {
        return uri != null && !uri.isBlank();
    }

    /** Who can change the keys on their way can be everybody. */
    static void requireSafe(URI uri) {
        boolean local = List.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(uri.getHost()));
        require(
                "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && local),
                "keys must come by https; by http only from this machine");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("bookingdate.auth.issuer: " + rule);
        }
    }
}
