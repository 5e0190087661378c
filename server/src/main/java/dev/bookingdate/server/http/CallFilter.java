package dev.bookingdate.server.http;

import dev.bookingdate.server.call.Call;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * All that happens to a call before anybody asks who calls. It answers whatever fails further in, also when a call that has
 * waited for its body goes on.
 */
@Component
@Order(CallOrder.CALL)
class CallFilter extends OncePerRequestFilter {

    private final FailureAnswer failures;
    private final ThreadReserve threads;
    private final CrossOrigin pages;
    private final DocumentAnswer documents;
    private final BodyArrivals arrivals;

    CallFilter(
            FailureAnswer failures,
            ThreadReserve threads,
            CrossOrigin pages,
            DocumentAnswer documents,
            BodyArrivals arrivals) {
        this.failures = failures;
        this.threads = threads;
        this.pages = pages;
        this.documents = documents;
        this.arrivals = arrivals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
        try {
            Optional<CallRequest> before = CallRequest.in(request);
            if (before.isPresent()) {
                goOn(before.get(), request, response, chain);
            } else {
                begin(request, response, chain);
            }
        } catch (Exception failure) {
            failures.answer(request, response, failure);
        }
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    private void begin(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Call call = Call.of(request);
        // Before anything that may take a while.
        Runnable leaveThread = threads.take(call);
        try {
            // Before any refusal, which a page could not read otherwise.
            Optional<HttpServletRequest> passed = pages.letIn(request, response);
            if (passed.isEmpty()) {
                return;
            }
            // Before anybody asks for the path.
            requireReadablePath(request);
            // Before a token is asked for: what may be read by anybody.
            if (documents.answer(call, request, response)) {
                return;
            }
            // Before anybody reads the body, or writes an answer.
            if (request.getContentLengthLong() > BodyArrivals.MAX_BYTES) {
                throw BodyRefusals.tooLarge();
            }
            var whole = new CallRequest(passed.get());
            var answer = new UnflushedAnswer(response, HttpMethod.HEAD.matches(request.getMethod()));
            if (isForm(call, whole) && !arrivals.isHere(whole, answer)) {
                return;
            }
            chain.doFilter(whole, answer);
        } finally {
            leaveThread.run();
        }
    }

    /** The body is there now. Of the filters of the token endpoint, which read a form, none has been asked before. */
    private void goOn(CallRequest whole, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean form = isForm(Call.of(request), whole);
        if (form && !arrivals.isHere(whole, response)) {
            return;
        }
        chain.doFilter(form ? new FirstTurn(whole) : request, response);
    }

    private static boolean isForm(Call call, CallRequest request) {
        return call.isFor(Calls.TOKEN) && request.isForm();
    }

    /**
     * Tomcat decodes a path without its parameters ({@code ;name=value}), so bad encoding in one of them is found only where
     * Spring Security parses the path, as a failure of the server.
     */
    private static void requireReadablePath(HttpServletRequest request) {
        try {
            ServletRequestPathUtils.parseAndCache(request);
        } catch (IllegalArgumentException e) {
            throw new RequestRefused(ErrorCategory.INVALID_VALUE, Refusals.NOT_VALID);
        }
    }

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
