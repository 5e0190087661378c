package dev.bookingdate.server.auth;

import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.limit.CallLimits;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.header.HeaderWriterFilter;

/**
 * Wires Spring Authorization Server for the one thing that it does here: a token for a client's secret. Its other
 * endpoints are out of reach, because the chain sees only this path.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ThrottleProperties.class)
class TokenEndpoint {

    static final String PATH = "/oauth/token";

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    SecurityFilterChain tokenEndpointChain(
            HttpSecurity http,
            TokenAnswer answer,
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
                                    converters.add(new TokenRequest());
                                })
                                .accessTokenResponseHandler(answer)
                                .errorResponseHandler(refuse)))
                .addFilterAfter(new TokenForm(), HeaderWriterFilter.class)
                .addFilterBefore(new TokenLimit(callLimits), AuthorizationFilter.class)
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
        return BasicCredentials.of(request) != null && request.getParameter("client_secret") == null
                ? "Basic realm=\"bookingdate\", charset=\"UTF-8\""
                : "Bearer";
    }
}
