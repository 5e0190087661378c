package dev.bookingdate.server.http;

import dev.bookingdate.server.call.Call;
import dev.bookingdate.server.caller.TokenIdentity;
import dev.bookingdate.server.limit.CallLimits;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets calls in as far as the limits of their tenant and entity go, and tells every answer how far that is. */
@Component
@Order(CallOrder.LIMITS)
class LimitFilter extends OncePerRequestFilter {

    private static final String COUNTED = LimitFilter.class.getName() + ".counted";

    private final CallLimits limits;

    LimitFilter(CallLimits limits) {
        this.limits = limits;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<TokenIdentity> caller = TokenIdentity.in(request);
        if (caller.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        CallLimits.Place place = enter(caller.get(), request, response);
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

    private CallLimits.Place enter(TokenIdentity caller, HttpServletRequest request, HttpServletResponse response) {
        long tenantId = caller.tenantId();
        UUID entityId = caller.entityId(request.getHeader("Zuora-Entity-Ids")).orElse(null);
        boolean stop = Call.of(request).isFor(Calls.STOP);
        if (request.getAttribute(COUNTED) != null) {
            return limits.place(tenantId, entityId, stop, response::setHeader);
        }
        CallLimits.Place place = limits.call(tenantId, entityId, stop, response::setHeader);
        request.setAttribute(COUNTED, true);
        return place;
    }

    /** An answer that is written by another thread ends when that one says so, whatever the outcome. */
    private record GivesBack(CallLimits.Place place) implements AsyncListener {

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
