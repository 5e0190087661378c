package dev.bookingdate.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody further in see an encoded body or one above the limit. A body that announces too much is refused at once;
 * any other is decoded and measured while it is read, so a call that is refused before costs nothing.
 */
@Component
@Order(FilterOrder.REQUEST_BODY)
class RequestBodyFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > LimitedInput.MAX_BYTES) {
            throw BodyRefusals.tooLarge();
        }
        try (var decoded = new DecodedRequest(request)) {
            chain.doFilter(decoded, response);
        }
    }
}
