package dev.bookingdate.server.caller;

import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.firewall.DefaultRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Lets no call in without a token, whatever its route, and finds out once who a token speaks for. */
@Configuration(proxyBeanMethods = false)
class BearerCalls {

    private final DefaultBearerTokenResolver header = new DefaultBearerTokenResolver();

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    SecurityFilterChain bearerCallsChain(HttpSecurity http, JwtDecoder tokens) {
        AuthenticationEntryPoint entryPoint = (request, response, failure) -> {
            throw failure instanceof OAuth2AuthenticationException ? invalidToken() : missingToken();
        };
        AccessDeniedHandler denied = (request, response, failure) -> {
            throw new RequestRefused(ErrorCategory.PERMISSION_DENIED, "Permission denied.");
        };
        return http.authorizeHttpRequests(calls -> calls.dispatcherTypeMatchers(DispatcherType.ASYNC)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.bearerTokenResolver(this::oneToken)
                        .authenticationManagerResolver(request -> bearer -> letIn(request, bearer, tokens))
                        .authenticationEntryPoint(entryPoint)
                        .accessDeniedHandler(denied))
                .exceptionHandling(failures ->
                        failures.authenticationEntryPoint(entryPoint).accessDeniedHandler(denied))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // Put on every answer by the room http, on those as well that no chain sees.
                .headers(AbstractHttpConfigurer::disable)
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    /** From the one header {@code Authorization}; never from the URL or the body. */
    private @Nullable String oneToken(HttpServletRequest request) {
        // Of two tokens no one knows which one a proxy on the way has looked at.
        if (Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)).size() > 1) {
            throw new RequestRefused(ErrorCategory.INVALID_VALUE, "Authorization must be sent once.")
                    .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_request\"");
        }
        return header.resolve(request);
    }

    private static Authentication letIn(HttpServletRequest request, Authentication bearer, JwtDecoder tokens) {
        try {
            Jwt token = tokens.decode(((BearerTokenAuthenticationToken) bearer).getToken());
            TokenIdentity identity = TokenIdentity.of(token);
            identity.letIn(request);
            return new PreAuthenticatedAuthenticationToken(identity, token, List.of());
        } catch (BadJwtException e) {
            throw invalidToken();
        }
    }

    private static RequestRefused missingToken() {
        return refusal("Bearer");
    }

    static RequestRefused invalidToken() {
        return refusal("Bearer error=\"invalid_token\"");
    }

    /** One message for every cause: why a token is bad is no business of who sends a bad one. */
    private static RequestRefused refusal(String challenge) {
        return new RequestRefused(
                        ErrorCategory.AUTHENTICATION_FAILED,
                        "Authentication failed: the access token is missing, invalid or expired.")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }

    /** Any method may come through: whether a route has it is decided, and answered with 405, where routes are known. */
    @Bean
    StrictHttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    /** Passes the rejection on, so that it is answered where all failures are. */
    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return new DefaultRequestRejectedHandler();
    }
}
