package dev.bookingdate.server.auth;

import dev.bookingdate.server.limit.CallLimits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts a token request against its tenant's limits: once the client has proven who it is, before it gets a token. */
final class TokenLimit extends OncePerRequestFilter {

    private final CallLimits limits;

    TokenLimit(CallLimits limits) {
        this.limits = limits;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof OAuth2ClientAuthenticationToken client
                && client.getRegisteredClient() != null) {
            ApiClient known = RegisteredClients.apiClient(client.getRegisteredClient());
            limits.token(known.tenantId(), response::setHeader);
        }
        chain.doFilter(request, response);
    }
}
