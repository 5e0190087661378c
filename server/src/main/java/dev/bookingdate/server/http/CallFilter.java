package dev.bookingdate.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers whatever no inner filter could, also when an asynchronous call goes on. */
@Component
@Order(FilterOrder.CALL)
class CallFilter extends OncePerRequestFilter {

    private final FailureAnswer failures;

    CallFilter(FailureAnswer failures) {
        this.failures = failures;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
        try {
            chain.doFilter(request, response);
        } catch (Exception failure) {
            failures.answer(request, response, failure);
        }
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}
