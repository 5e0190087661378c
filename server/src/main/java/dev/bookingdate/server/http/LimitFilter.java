package dev.bookingdate.server.http;

import dev.bookingdate.server.auth.Callers;
import dev.bookingdate.server.limit.CallLimits;
import dev.bookingdate.server.limit.Place;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets calls in as far as the limits of their tenant and entity go, and tells every answer how far that is. */
@Component
@Order(FilterOrder.LIMITS)
class LimitFilter extends OncePerRequestFilter {

    private static final String COUNTED = LimitFilter.class.getName() + ".counted";

    private final CallLimits limits;
    private final Operations operations;

    LimitFilter(CallLimits limits, Operations operations) {
        this.limits = limits;
        this.operations = operations;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken caller)) {
            chain.doFilter(request, response);
            return;
        }
        Place place = enter(caller, request, response);
        try {
            chain.doFilter(request, response);
        } finally {
            if (request.isAsyncStarted() && !BodyArrivals.isAwaited(request)) {
                request.getAsyncContext().addListener(new GivesBack(place));
            } else {
                place.close();
            }
        }
    }

    /** A call that has waited for its body comes by again. It is counted once, and had no place while it waited. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    private Place enter(JwtAuthenticationToken caller, HttpServletRequest request, HttpServletResponse response) {
        long tenantId = Callers.tenantId(caller);
        @Nullable
        UUID entityId =
                Callers.entityId(caller, request.getHeader("Zuora-Entity-Ids")).orElse(null);
        boolean stop = operations.isFor(request, Operations.STOP);
        if (request.getAttribute(COUNTED) != null) {
            return limits.place(tenantId, entityId, stop, response::setHeader);
        }
        Place place = limits.call(tenantId, entityId, stop, response::setHeader);
        request.setAttribute(COUNTED, true);
        return place;
    }

    /** An answer that is written by another thread ends when that one says so, whatever the outcome. */
    private record GivesBack(Place place) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            place.close();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
