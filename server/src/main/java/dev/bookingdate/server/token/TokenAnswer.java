package dev.bookingdate.server.token;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.bookingdate.server.generated.model.TokenResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers a token request with exactly the members that the contract names. */
@Component
class TokenAnswer implements AuthenticationSuccessHandler {

    private final JsonMapper json;

    TokenAnswer(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        OAuth2AccessToken token = ((OAuth2AccessTokenAuthenticationToken) authentication).getAccessToken();
        byte[] body = json.writeValueAsBytes(answer(token));
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static TokenResponse answer(OAuth2AccessToken token) {
        try {
            JWTClaimsSet claims = SignedJWT.parse(token.getTokenValue()).getJWTClaimsSet();
            return new TokenResponse(
                    token.getTokenValue(),
                    "bearer",
                    secondsLeft(token),
                    claims.getStringClaim(TokenClaims.SCOPE),
                    claims.getJWTID());
        } catch (ParseException e) {
            throw new IllegalStateException("the token that was just issued is no JWT");
        }
    }

    /** One less than the lifetime: the token counts in whole seconds, so its last one is never a full one. */
    private static int secondsLeft(OAuth2AccessToken token) {
        Duration lifetime = Duration.between(requireNonNull(token.getIssuedAt()), requireNonNull(token.getExpiresAt()));
        return Math.toIntExact(lifetime.toSeconds()) - 1;
    }
}
