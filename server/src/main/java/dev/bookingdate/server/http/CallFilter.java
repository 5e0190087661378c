package dev.bookingdate.server.http;

import dev.bookingdate.server.call.CallContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each call its ids, answers whatever no inner filter could, and logs the call when it is over. */
@Component
@Order(FilterOrder.CALL)
class CallFilter extends OncePerRequestFilter {

    /** The name under which every log line of the call finds its request id. */
    private static final String REQUEST_ID = "requestId";

    private final CallContexts contexts;
    private final FailureAnswer failures;
    private final AccessLog accessLog;

    CallFilter(CallContexts contexts, FailureAnswer failures, AccessLog accessLog) {
        this.contexts = contexts;
        this.failures = failures;
        this.accessLog = accessLog;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
        long start = System.nanoTime();
        CallContext call = contexts.begin(request, response);
        MDC.put(REQUEST_ID, call.requestId().toString());
        try {
            chain.doFilter(request, response);
        } catch (Exception failure) {
            failures.answer(request, response, failure);
        } finally {
            accessLog.log(request, response, System.nanoTime() - start);
            MDC.remove(REQUEST_ID);
        }
    }
}
