package dev.bookingdate.server.token;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.generated.model.TokenResponse;
import dev.bookingdate.server.limit.CallLimits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Wires Spring Authorization Server for the one thing that it does here: a token for a client's secret. Its other
 * endpoints are out of reach, because the chain sees only this path.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TokenThrottle.Rules.class)
class TokenEndpoint {

    static final String PATH = "/oauth/token";

    /** How soon the keys may be read again for a token whose key is not known. */
    private static final Duration READ_KEYS_AT_MOST_EVERY = Duration.ofSeconds(1);

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    SecurityFilterChain tokenEndpointChain(
            HttpSecurity http,
            JsonMapper json,
            ApiClients clients,
            ClientSecrets secrets,
            TokenThrottle throttle,
            VerificationLimit limit,
            CallLimits callLimits) {
        AuthenticationFailureHandler refuse = (request, response, failure) -> {
            throw refusal(request, (OAuth2AuthenticationException) failure);
        };
        return http.securityMatcher(PATH)
                .oauth2AuthorizationServer(server -> server.clientAuthentication(client ->
                                client.authenticationConverters(converters -> {
                                            converters.clear();
                                            // A secret in the form comes first: clients that send both always could.
                                            converters.add(new ClientSecretPostAuthenticationConverter());
                                            converters.add(new ClientSecretBasicAuthenticationConverter());
                                        })
                                        .authenticationProviders(providers -> {
                                            providers.clear();
                                            providers.add(new ClientAuthentication(clients, secrets, throttle, limit));
                                        })
                                        .errorResponseHandler(refuse))
                        .tokenEndpoint(token -> token.accessTokenRequestConverters(converters -> {
                                    converters.clear();
                                    converters.add(request -> wholeScope());
                                })
                                .accessTokenResponseHandler(new TokenAnswer(json))
                                .errorResponseHandler(refuse)))
                .addFilterAfter(new TokenForm(), HeaderWriterFilter.class)
                .addFilterBefore(new CountedCalls(callLimits), AuthorizationFilter.class)
                .authorizeHttpRequests(calls -> calls.anyRequest().authenticated())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // Put on every answer by the room http, on those as well that no chain sees.
                .headers(AbstractHttpConfigurer::disable)
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings() {
        return AuthorizationServerSettings.builder().tokenEndpoint(PATH).build();
    }

    @Bean
    PasswordEncoder secretHashes() {
        return ClientSecrets.bcrypt();
    }

    @Bean
    ClientSecrets clientSecrets(PasswordEncoder hashes) {
        return new ClientSecrets(hashes);
    }

    @Bean
    CachedKeys signingKeyCache(SigningKeys keys, Clock clock) throws IOException {
        return new CachedKeys("signing keys", keys, SigningKeys.READ_EVERY, READ_KEYS_AT_MOST_EVERY, clock).filled();
    }

    @Bean
    JwtEncoder jwtEncoder(CachedKeys signingKeyCache) {
        var encoder = new NimbusJwtEncoder(signingKeyCache);
        encoder.setJwkSelector(signerFirst -> signerFirst.get(0));
        return encoder;
    }

    /** Stores nothing: a token proves itself by its signature. The default keeps every token ever issued in memory. */
    @Bean
    OAuth2AuthorizationService unstoredAuthorizations() {
        return new OAuth2AuthorizationService() {
            @Override
            public void save(OAuth2Authorization authorization) {}

            @Override
            public void remove(OAuth2Authorization authorization) {}

            @Override
            public @Nullable OAuth2Authorization findById(String id) {
                return null;
            }

            @Override
            public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
                return null;
            }
        };
    }

    /** Asks for the whole scope of the client: the scope says who the client is, so a request can't ask for less. */
    private static @Nullable Authentication wholeScope() {
        return client().map(client -> new OAuth2ClientCredentialsAuthenticationToken(
                        client, requireNonNull(client.getRegisteredClient()).getScopes(), Map.of()))
                .orElse(null);
    }

    /** The client that has proven who it is. */
    private static Optional<OAuth2ClientAuthenticationToken> client() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .filter(OAuth2ClientAuthenticationToken.class::isInstance)
                .map(OAuth2ClientAuthenticationToken.class::cast)
                .filter(client -> client.getRegisteredClient() != null);
    }

    private static RequestRefused refusal(HttpServletRequest request, OAuth2AuthenticationException failure) {
        return switch (failure.getError().getErrorCode()) {
            case OAuth2ErrorCodes.INVALID_CLIENT, OAuth2ErrorCodes.UNAUTHORIZED_CLIENT ->
                new RequestRefused(
                                ErrorCategory.AUTHENTICATION_FAILED,
                                "Authentication failed: the client id or the client secret is not valid.")
                        .withHeader(HttpHeaders.WWW_AUTHENTICATE, scheme(request));
            case OAuth2ErrorCodes.SERVER_ERROR, OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE -> throw failure;
            default -> new RequestRefused(ErrorCategory.INVALID_VALUE, "The token request is not valid.");
        };
    }

    /** The one that the client has used, as RFC 6749, section 5.2, has it. */
    private static String scheme(HttpServletRequest request) {
        return TokenForm.BasicCredentials.of(request) != null && request.getParameter("client_secret") == null
                ? "Basic realm=\"bookingdate\", charset=\"UTF-8\""
                : "Bearer";
    }

    /** Counts a request against its tenant's limits: once the client has proven who it is, before it gets a token. */
    private static final class CountedCalls extends OncePerRequestFilter {

        private final CallLimits limits;

        CountedCalls(CallLimits limits) {
            this.limits = limits;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            client().map(client -> RegisteredClients.apiClient(requireNonNull(client.getRegisteredClient())))
                    .ifPresent(client -> limits.token(client.tenantId(), response::setHeader));
            chain.doFilter(request, response);
        }
    }

    /** Answers a token request with exactly the members that the contract names. */
    private static final class TokenAnswer implements AuthenticationSuccessHandler {

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
            Duration lifetime =
                    Duration.between(requireNonNull(token.getIssuedAt()), requireNonNull(token.getExpiresAt()));
            return Math.toIntExact(lifetime.toSeconds()) - 1;
        }
    }
}
