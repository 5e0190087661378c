package dev.bookingdate.server.http;

import dev.bookingdate.server.auth.Caller;
import dev.bookingdate.server.auth.Callers;
import dev.bookingdate.server.call.CallContext;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.idempotency.Answer;
import dev.bookingdate.server.idempotency.IdempotencyKey;
import dev.bookingdate.server.idempotency.IdempotentCalls;
import dev.bookingdate.server.idempotency.Sha256;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives a create that is repeated with its {@code Idempotency-Key} the answer of the first one. The operation runs inside
 * the transaction that stores its answer, and the answer goes out when that has committed.
 */
@Component
@Order(FilterOrder.IDEMPOTENCY)
class IdempotencyFilter extends OncePerRequestFilter {

    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyFilter.class);

    /** The pattern and the length of the contract. */
    private static final Pattern WELL_FORMED = Pattern.compile("[ -~]{1,255}");

    private final IdempotentCalls calls;
    private final Callers callers;
    private final Operations operations;
    private final BodyArrivals arrivals;

    IdempotencyFilter(IdempotentCalls calls, Callers callers, Operations operations, BodyArrivals arrivals) {
        this.calls = calls;
        this.callers = callers;
        this.operations = operations;
        this.arrivals = arrivals;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(KEY) == null || !operations.isFor(request, Operations.CREATE);
    }

    /** A call comes by again when its body is there. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<IdempotencyKey> key = key(request);
        if (key.isEmpty()) {
            // The operation refuses the call, for all reasons at once.
            chain.doFilter(request, response);
            return;
        }
        if (!arrivals.isHere(request, response)) {
            return;
        }
        var call = (CallContext) request.getAttribute(CallContext.ATTRIBUTE);
        var repeatable = new RepeatableRequest(request);
        var held = new HeldAnswer(response, call.requestId());
        Answer answer;
        try {
            answer = calls.answer(key.get(), fingerprint(repeatable), () -> run(chain, repeatable, held));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (ChainFailure e) {
            throw e.cause();
        }
        if (answer.isReplayed()) {
            LOG.info("request_id={} replays request_id={}", call.requestId(), answer.requestId());
            replay(answer, response);
        } else {
            held.release();
        }
    }

    private static Answer run(FilterChain chain, HttpServletRequest request, HeldAnswer held) {
        try {
            chain.doFilter(request, held);
            return held.answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ServletException e) {
            throw new ChainFailure(e);
        }
    }

    /** Empty when the key or the caller is not what it has to be. */
    private Optional<IdempotencyKey> key(HttpServletRequest request) {
        List<String> keys = Collections.list(request.getHeaders(KEY));
        if (keys.size() > 1) {
            // Spring would join them to one that nobody has sent.
            throw new RequestRefused(ErrorCategory.INVALID_VALUE, "Idempotency-Key must be sent once.");
        }
        return WELL_FORMED.matcher(keys.get(0)).matches()
                ? caller(request)
                        .map(caller -> new IdempotencyKey(caller.tenantId(), client(), caller.entityId(), keys.get(0)))
                : Optional.empty();
    }

    private Optional<Caller> caller(HttpServletRequest request) {
        try {
            return Optional.of(callers.ofCreate(header(request, "Zuora-Entity-Ids"), header(request, "Zuora-Org-Ids")));
        } catch (RequestRefused refusal) {
            return Optional.empty();
        }
    }

    private static String client() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .orElseThrow()
                .getName();
    }

    /** Not the orgs that the caller reaches, which may have changed since, but those that it has named. */
    private static Sha256 fingerprint(RepeatableRequest request) {
        String query = request.getQueryString();
        String orgs = header(request, "Zuora-Org-Ids");
        return Sha256.of(String.join(
                "\n",
                request.getMethod(),
                Operations.path(request).orElseThrow().value() + (query == null ? "" : "?" + query),
                orgs == null ? "" : sorted(orgs),
                Sha256.of(request.body()).hex()));
    }

    private static String sorted(String orgs) {
        return Stream.of(orgs.split(",", -1))
                .map(String::strip)
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** A header that comes several times is one list. */
    private static @Nullable String header(HttpServletRequest request, String name) {
        List<String> values = Collections.list(request.getHeaders(name));
        return values.isEmpty() ? null : String.join(",", values);
    }

    /** The result is the first call's, and so is its id; the track id and the limits are this call's. */
    private static void replay(Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        for (int i = 0; i < answer.headers().size(); i += 2) {
            response.setHeader(answer.headers().get(i), answer.headers().get(i + 1));
        }
        response.setHeader(CallContext.REQUEST_ID_HEADER, answer.requestId().toString());
        response.setHeader(REPLAYED, "true");
        byte[] body = answer.body();
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Carries a checked exception out of the transaction. */
    private static final class ChainFailure extends RuntimeException {

        private final ServletException cause;

        ChainFailure(ServletException cause) {
            super(cause);
            this.cause = cause;
        }

        ServletException cause() {
            return cause;
        }
    }
}
