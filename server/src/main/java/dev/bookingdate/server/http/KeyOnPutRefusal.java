package dev.bookingdate.server.http;

import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses a key on PUT, whichever operation it is for: who sends one counts on a replay, and would take the answer to a
 * second PUT for that to the first.
 */
@Component
class KeyOnPutRefusal implements HandlerInterceptor, WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if ("PUT".equals(request.getMethod()) && request.getHeader(IdempotencyFilter.KEY) != null) {
            throw new RequestRefused(ErrorCategory.INVALID_VALUE, "Idempotency-Key is not supported on PUT requests.");
        }
        return true;
    }
}
