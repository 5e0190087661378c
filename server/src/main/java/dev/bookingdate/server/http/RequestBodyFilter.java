package dev.bookingdate.server.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody further in see an encoded body or one above the limit. A body that announces too much is refused at once;
 * any other is waited for by who needs it, so a call that is refused before costs nothing.
 */
@Component
@Order(FilterOrder.REQUEST_BODY)
class RequestBodyFilter extends OncePerRequestFilter {

    private final BodyArrivals arrivals;
    private final Operations operations;

    RequestBodyFilter(BodyArrivals arrivals, Operations operations) {
        this.arrivals = arrivals;
        this.operations = operations;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > LimitedInput.MAX_BYTES) {
            throw BodyRefusals.tooLarge();
        }
        Optional<DecodedRequest> before = DecodedRequest.in(request);
        DecodedRequest call = before.orElseGet(() -> new DecodedRequest(request));
        boolean form = operations.isFor(request, Operations.TOKEN) && call.isForm();
        if (form && !arrivals.isHere(call, response)) {
            return;
        }
        try {
            chain.doFilter(before.isEmpty() ? call : form ? new FirstTurn(call) : request, response);
        } finally {
            call.close();
        }
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    /** The filters of the token endpoint read the form, so none of them has been asked before it was there. */
    private static final class FirstTurn extends HttpServletRequestWrapper {

        FirstTurn(HttpServletRequest request) {
            super(request);
        }

        @Override
        public DispatcherType getDispatcherType() {
            return DispatcherType.REQUEST;
        }
    }
}
