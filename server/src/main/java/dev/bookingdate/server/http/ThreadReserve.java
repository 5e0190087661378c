package dev.bookingdate.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps threads for stops: of those that answer requests, other calls may hold a half, and requests for the token that a
 * stop needs an eighth on top. Whatever these wait for, a stop finds a thread. A quarter is for stops that wait
 * ({@code Prefer: wait}), so there are always some for stops that don't.
 */
@Component
@Order(FilterOrder.THREADS)
class ThreadReserve extends OncePerRequestFilter {

    private final Operations operations;
    private final int forCalls;
    private final int withTokens;
    private final AtomicInteger held = new AtomicInteger();

    ThreadReserve(Operations operations, @Value("${server.tomcat.threads.max:200}") int requestThreads) {
        this.operations = operations;
        this.forCalls = Math.max(1, requestThreads / 2);
        this.withTokens = forCalls + Math.max(1, requestThreads / 8);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return operations.isFor(request, Operations.STOP);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            if (held.incrementAndGet() > (operations.isFor(request, Operations.TOKEN) ? withTokens : forCalls)) {
                throw Refusals.busy();
            }
            chain.doFilter(request, response);
        } finally {
            held.decrementAndGet();
        }
    }
}
