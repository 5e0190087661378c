package dev.bookingdate.server.token;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;

/** Shows {@link ApiClients} to Spring Authorization Server. */
@Component
class RegisteredClients implements RegisteredClientRepository {

    static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    private static final String API_CLIENT = "api-client";
    private static final TokenSettings TOKENS =
            TokenSettings.builder().accessTokenTimeToLive(TOKEN_LIFETIME).build();

    private final ApiClients clients;

    RegisteredClients(ApiClients clients) {
        this.clients = clients;
    }

    /** The client that a registration was made from. */
    static ApiClient apiClient(RegisteredClient registered) {
        return requireNonNull(registered.getClientSettings().getSetting(API_CLIENT));
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        return clients.find(clientId).map(RegisteredClients::register).orElse(null);
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public void save(RegisteredClient registered) {
        throw new UnsupportedOperationException("clients are administered in the database");
    }

    static RegisteredClient register(ApiClient client) {
        return RegisteredClient.withId(client.clientId())
                .clientId(client.clientId())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(TokenClaims.scope(client)))
                .clientSettings(
                        ClientSettings.builder().setting(API_CLIENT, client).build())
                .tokenSettings(TOKENS)
                .build();
    }
}
