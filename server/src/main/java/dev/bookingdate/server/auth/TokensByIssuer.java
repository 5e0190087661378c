package dev.bookingdate.server.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.bookingdate.server.error.RequestRefused;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Verifies each token by the keys of the issuer that it names, and by no others: each of the decoders checks that name once
 * more, in what is signed.
 */
final class TokensByIssuer implements JwtDecoder {

    private final Map<String, JwtDecoder> issuers;

    TokensByIssuer(Map<String, JwtDecoder> issuers) {
        this.issuers = Map.copyOf(issuers);
    }

    /**
     * The token, signed, in time, and with claims that can be used.
     *
     * @throws BadJwtException when it is not
     * @throws RequestRefused 503 when the keys to tell are out of reach
     */
    @Override
    public Jwt decode(String text) {
        String issuer = issuer(text);
        JwtDecoder decoder = issuer == null ? null : issuers.get(issuer);
        if (decoder == null) {
            throw new BadJwtException("the token is of no issuer that is known here");
        }
        try {
            Jwt token = decoder.decode(text);
            TokenIdentity.of(token);
            return token;
        } catch (BadJwtException e) {
            throw e;
        } catch (JwtException e) {
            throw e.getCause() instanceof KeySourceException
                    ? BearerRefusal.unverifiableToken()
                    : new BadJwtException("the token can't be verified", e);
        }
    }

    private static @Nullable String issuer(String text) {
        try {
            JWTClaimsSet claims = JWTParser.parse(text).getJWTClaimsSet();
            return claims == null ? null : claims.getIssuer();
        } catch (ParseException e) {
            throw new BadJwtException("the token is no JWT");
        }
    }
}
