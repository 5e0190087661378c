package dev.bookingdate.server.http;

import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Refuses a path that Spring can't parse. Tomcat decodes a path without its parameters ({@code ;name=value}), so bad
 * encoding in one of them is found only where Spring Security parses the path, as a failure of the server.
 */
@Component
@Order(FilterOrder.PATH)
class PathFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            ServletRequestPathUtils.parseAndCache(request);
        } catch (IllegalArgumentException e) {
            throw new RequestRefused(ErrorCategory.INVALID_VALUE, Refusals.NOT_VALID);
        }
        chain.doFilter(request, response);
    }
}
