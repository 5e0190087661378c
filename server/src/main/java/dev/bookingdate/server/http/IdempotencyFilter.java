package dev.bookingdate.server.http;

import dev.bookingdate.server.call.Call;
import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.caller.Callers;
import dev.bookingdate.server.caller.TokenIdentity;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.idempotency.IdempotentCalls;
import dev.bookingdate.server.idempotency.IdempotentCalls.Answer;
import dev.bookingdate.server.idempotency.Sha256;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Gives a create that is repeated with its {@code Idempotency-Key} the answer of the first one. The operation runs inside
 * the transaction that stores its answer, and the answer goes out when that has committed.
 */
@Component
@Order(CallOrder.IDEMPOTENCY)
class IdempotencyFilter extends OncePerRequestFilter {

    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyFilter.class);

    /** The pattern and the length of the contract. */
    private static final Pattern WELL_FORMED = Pattern.compile("[ -~]{1,255}");

    private final IdempotentCalls calls;
    private final Callers callers;
    private final BodyArrivals arrivals;

    IdempotencyFilter(IdempotentCalls calls, Callers callers, BodyArrivals arrivals) {
        this.calls = calls;
        this.callers = callers;
        this.arrivals = arrivals;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(KEY) == null || !Call.of(request).isFor(Calls.CREATE);
    }

    /** A call comes by again when its body is there. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<IdempotentCalls.Key> key = key(request);
        if (key.isEmpty()) {
            // The operation refuses the call, for all reasons at once.
            chain.doFilter(request, response);
            return;
        }
        if (!arrivals.isHere(request, response)) {
            return;
        }
        Call call = Call.of(request);
        var held = new HeldAnswer(response, call.requestId());
        Answer answer;
        try {
            answer = calls.answer(key.get(), fingerprint(call, request), () -> run(chain, request, held));
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
    private Optional<IdempotentCalls.Key> key(HttpServletRequest request) {
        List<String> keys = Collections.list(request.getHeaders(KEY));
        if (keys.size() > 1) {
            // Spring would join them to one that nobody has sent.
            throw new RequestRefused(ErrorCategory.INVALID_VALUE, "Idempotency-Key must be sent once.");
        }
        return WELL_FORMED.matcher(keys.get(0)).matches()
                ? caller(request)
                        .map(caller -> new IdempotentCalls.Key(
                                caller.tenantId(), client(request), caller.entityId(), keys.get(0)))
                : Optional.empty();
    }

    private Optional<Caller> caller(HttpServletRequest request) {
        try {
            return Optional.of(callers.ofCreate(header(request, "Zuora-Entity-Ids"), header(request, "Zuora-Org-Ids")));
        } catch (RequestRefused refusal) {
            return Optional.empty();
        }
    }

    private static String client(HttpServletRequest request) {
        return String.valueOf(TokenIdentity.in(request).orElseThrow().client());
    }

    /** Not the orgs that the caller reaches, which may have changed since, but those that it has named. */
    private static Sha256 fingerprint(Call call, HttpServletRequest request) {
        String query = request.getQueryString();
        String orgs = header(request, "Zuora-Org-Ids");
        return Sha256.of(String.join(
                "\n",
                request.getMethod(),
                call.path() + (query == null ? "" : "?" + query),
                orgs == null ? "" : sorted(orgs),
                Sha256.of(CallRequest.in(request).orElseThrow().body()).hex()));
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
        response.setHeader(Call.REQUEST_ID_HEADER, answer.requestId().toString());
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

    /** An answer that is written but not sent: nobody has seen it as long as it may still turn out otherwise. */
    private static final class HeldAnswer extends ContentCachingResponseWrapper {

        /** Said about the way an answer is sent, and said anew each time. */
        private static final Set<String> OF_THE_TRANSPORT = Set.of("vary", "content-length", "content-encoding");

        private final UUID requestId;
        private final Set<String> before;

        HeldAnswer(HttpServletResponse response, UUID requestId) {
            super(response);
            this.requestId = requestId;
            this.before = new HashSet<>(response.getHeaderNames());
        }

        /** What the operation has answered, with the headers that it has set. */
        Answer answer() {
            List<String> headers = new ArrayList<>();
            if (getContentType() != null) {
                headers.addAll(List.of(HttpHeaders.CONTENT_TYPE, getContentType()));
            }
            for (String name : getHeaderNames()) {
                boolean ours = !before.contains(name) && !name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE);
                if (ours && !OF_THE_TRANSPORT.contains(name.toLowerCase(Locale.ROOT))) {
                    headers.addAll(List.of(name, getHeader(name)));
                }
            }
            return Answer.first(getStatus(), requestId, headers, getContentAsByteArray());
        }

        void release() throws IOException {
            copyBodyToResponse();
        }
    }
}
