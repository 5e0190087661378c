package dev.bookingdate.server.limit;

import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Lets a call in, or refuses it because its tenant or its entity makes too many. A call that is refused counts for nothing.
 *
 * <p>A stop must stay possible when a tenant's own polling has used its quota up, and so must the token that it needs: both
 * may use a reserve on top of the limits. And a stop is never refused because it could not be counted.
 */
@Component
public class CallLimits {

    private static final String RATE_LIMIT = "RateLimit-Limit";
    private static final String RATE_REMAINING = "RateLimit-Remaining";
    private static final String RATE_RESET = "RateLimit-Reset";
    private static final String CONCURRENCY_TYPE = "Concurrency-Limit-Type";
    private static final String CONCURRENCY_LIMIT = "Concurrency-Limit-Limit";
    private static final String CONCURRENCY_REMAINING = "Concurrency-Limit-Remaining";

    /** Every name: what an answer must not carry whose caller turns out not to be known. */
    public static final List<String> HEADERS =
            List.of(RATE_LIMIT, RATE_REMAINING, RATE_RESET, CONCURRENCY_TYPE, CONCURRENCY_LIMIT, CONCURRENCY_REMAINING);

    private static final Logger LOG = LoggerFactory.getLogger(CallLimits.class);
    private static final String RETRY_AFTER = "Retry-After";

    private final LimitProperties properties;
    private final CallRates rates;
    private final ConcurrentCalls concurrent = new ConcurrentCalls();
    private final String allRates;

    CallLimits(LimitProperties properties, CallRates rates) {
        this.properties = properties;
        this.rates = rates;
        this.allRates = properties.rates().stream()
                .map(limit -> limit.calls() + ";w=" + limit.window().seconds())
                .collect(Collectors.joining(", "));
    }

    /**
     * Lets a call in.
     *
     * @param entityId null while it is not known; then nothing is counted as running
     * @param stop whether the call stops a job
     * @param headers takes what the answer is to carry, also when the call is refused
     * @return to be given back when the call is over
     * @throws RequestRefused 429, category 70, when a limit is reached
     * @throws DataAccessException when the database had to be asked and could not be; not for a stop
     */
    public Place call(long tenantId, @Nullable UUID entityId, boolean stop, BiConsumer<String, String> headers) {
        if (!properties.enabled()) {
            return new Place(() -> {});
        }
        Place place = place(tenantId, entityId, stop, headers);
        try {
            count(tenantId, stop, headers);
            return place;
        } catch (RuntimeException failure) {
            if (stop && failure instanceof DataAccessException) {
                LOG.warn("a stop is let in without being counted: {}", failure.getMessage());
                return place;
            }
            place.close();
            throw failure;
        }
    }

    /**
     * Gives a call that has been counted its place back, which it leaves while it waits for something that costs nothing.
     *
     * @throws RequestRefused 429, category 70, when too many run at the same time
     */
    public Place place(long tenantId, @Nullable UUID entityId, boolean stop, BiConsumer<String, String> headers) {
        return entityId == null || !properties.enabled()
                ? new Place(() -> {})
                : enter(new ConcurrentCalls.Key(tenantId, entityId), stop, headers);
    }

    /**
     * Counts a request for a token.
     *
     * @throws RequestRefused 429, category 70, when a rate limit is reached
     * @throws DataAccessException when the database had to be asked and could not be
     */
    public void token(long tenantId, BiConsumer<String, String> headers) {
        if (properties.enabled()) {
            count(tenantId, true, headers);
        }
    }

    private Place enter(ConcurrentCalls.Key key, boolean stop, BiConsumer<String, String> headers) {
        int limit = properties.concurrentCalls();
        OptionalInt running = concurrent.enter(key, stop ? properties.concurrentCallsWithReserve() : limit);
        headers.accept(CONCURRENCY_TYPE, "Default");
        headers.accept(CONCURRENCY_LIMIT, Integer.toString(limit));
        headers.accept(CONCURRENCY_REMAINING, Integer.toString(Math.max(0, limit - running.orElse(limit))));
        if (running.isEmpty()) {
            tellRate(key.tenantId(), headers);
            throw refusal("The limit of " + limit + " calls at the same time of a tenant and entity is reached.", 1);
        }
        return new Place(() -> concurrent.leave(key));
    }

    private void count(long tenantId, boolean reserve, BiConsumer<String, String> headers) {
        RateLimit.Standing standing = rates.spend(tenantId, reserve);
        tell(standing, headers);
        if (!standing.letIn()) {
            RateLimit limit = standing.limit();
            throw refusal(
                    "The limit of " + limit.calls() + " calls per "
                            + limit.window().text() + " of a tenant is reached.",
                    standing.resetSeconds());
        }
    }

    /** For a call that is refused for another reason, which must not become a worse one. */
    private void tellRate(long tenantId, BiConsumer<String, String> headers) {
        try {
            tell(rates.look(tenantId), headers);
        } catch (DataAccessException failure) {
            LOG.debug("the rate of a refused call is not known", failure);
        }
    }

    private void tell(RateLimit.Standing standing, BiConsumer<String, String> headers) {
        headers.accept(RATE_LIMIT, standing.limit().calls() + ", " + allRates);
        headers.accept(RATE_REMAINING, Long.toString(standing.remaining()));
        headers.accept(RATE_RESET, Long.toString(standing.resetSeconds()));
    }

    private static RequestRefused refusal(String rule, long retryAfterSeconds) {
        return new RequestRefused(
                        ErrorCategory.LIMIT_EXCEEDED.status(),
                        List.of(ErrorCategory.LIMIT_EXCEEDED.reason(
                                rule + " Retry after the time given in Retry-After.")))
                .withHeader(RETRY_AFTER, Long.toString(retryAfterSeconds));
    }

    /** A call's place among those that run at the same time. It may be given back more than once, and from any thread. */
    public static final class Place implements AutoCloseable {

        private final Runnable leave;
        private final AtomicBoolean left = new AtomicBoolean();

        Place(Runnable leave) {
            this.leave = leave;
        }

        @Override
        public void close() {
            if (left.compareAndSet(false, true)) {
                leave.run();
            }
        }
    }

    /** How many calls of each tenant and entity run on this node. */
    private static final class ConcurrentCalls {

        private final Map<Key, Integer> running = new ConcurrentHashMap<>();

        /** How many run with this one; empty when there is no place for it. */
        OptionalInt enter(Key key, int places) {
            int[] entered = new int[1];
            running.compute(key, (same, before) -> {
                int now = before == null ? 0 : before;
                entered[0] = now < places ? now + 1 : 0;
                return entered[0] > 0 ? Integer.valueOf(entered[0]) : before;
            });
            return entered[0] > 0 ? OptionalInt.of(entered[0]) : OptionalInt.empty();
        }

        void leave(Key key) {
            running.computeIfPresent(key, (same, before) -> before == 1 ? null : before - 1);
        }

        record Key(long tenantId, UUID entityId) {}
    }
}
