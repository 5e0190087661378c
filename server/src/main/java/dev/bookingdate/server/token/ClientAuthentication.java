package dev.bookingdate.server.token;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Lets a client in by its secret. Takes the place of Spring's own, which answers at once where there is no such client,
 * and so tells that there is none.
 */
final class ClientAuthentication implements AuthenticationProvider {

    private final ApiClients clients;
    private final ClientSecrets secrets;
    private final TokenThrottle throttle;
    private final VerificationLimit limit;

    ClientAuthentication(ApiClients clients, ClientSecrets secrets, TokenThrottle throttle, VerificationLimit limit) {
        this.clients = clients;
        this.secrets = secrets;
        this.throttle = throttle;
        this.limit = limit;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
    }

    /** What comes is what {@link TokenForm} has let through. */
    @Override
    public Authentication authenticate(Authentication request) {
        String clientId = request.getName();
        String secret = String.valueOf(request.getCredentials());
        TokenThrottle.Attempt attempt = TokenThrottle.Attempt.of(clientId, address(request));
        boolean addressWaits = throttle.refuseWhileWaiting(attempt);
        return addressWaits
                ? limit.oneAtATime(() -> authenticate(attempt, clientId, secret))
                : limit.within(() -> authenticate(attempt, clientId, secret));
    }

    private Authentication authenticate(TokenThrottle.Attempt attempt, String clientId, String secret) {
        List<String> counted = throttle.count(attempt);
        @Nullable ApiClient client = verified(counted, clientId, secret);
        if (client == null) {
            throttle.failed(attempt, counted);
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        throttle.succeeded(attempt, counted);
        return new OAuth2ClientAuthenticationToken(
                RegisteredClients.register(client), ClientAuthenticationMethod.CLIENT_SECRET_POST, null);
    }

    private @Nullable ApiClient verified(List<String> counted, String clientId, String secret) {
        try {
            ApiClient client = clients.find(clientId).orElse(null);
            return secrets.verify(secret, client) ? client : null;
        } catch (RuntimeException e) {
            giveBack(counted, e);
            throw e;
        }
    }

    private void giveBack(List<String> counted, RuntimeException failure) {
        try {
            throttle.giveBack(counted);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** The peer's; what a proxy says counts where {@code server.forward-headers-strategy} says so. */
    private static String address(Authentication request) {
        return ((WebAuthenticationDetails) requireNonNull(request.getDetails())).getRemoteAddress();
    }
}
