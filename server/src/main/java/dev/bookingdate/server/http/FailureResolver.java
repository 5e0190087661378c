package dev.bookingdate.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Answers what fails inside Spring MVC, before any of its own resolvers can. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class FailureResolver implements HandlerExceptionResolver {

    private final FailureAnswer failures;

    FailureResolver(FailureAnswer failures) {
        this.failures = failures;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (failure instanceof AuthenticationException || failure instanceof AccessDeniedException) {
            return null; // Spring Security's filters know what to do with these.
        }
        failures.answer(request, response, failure);
        return new ModelAndView();
    }
}
