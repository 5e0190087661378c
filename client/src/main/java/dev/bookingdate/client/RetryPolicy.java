package dev.bookingdate.client;

import dev.bookingdate.client.transport.Time;
import java.time.Duration;

/**
 * How often a call is tried, and how long to wait in between.
 *
 * <p>Repeated is only what may succeed and is safe to repeat: 429, 500, 502, 503, 504, reasons of category 50, 60, 61, 70 and
 * 99, and no answer at all. Reading and stopping are always safe; a create is, since the client sends an
 * {@code Idempotency-Key} with it, the same in each try.
 *
 * <p>The wait is what {@code Retry-After} says, if it is there, and a random time from zero to {@code min(maxDelay, baseDelay × 2^n)}
 * after the n-th try, counted from 0. A wait that is longer than what is left of the total timeout is not begun: the call fails
 * at once with the failure that it has met.
 *
 * <p>All calls of a client share a budget of 100 repetitions, which successes fill up again: an outage is not multiplied by the tries.
 * Stops are repeated whatever is left of it.
 *
 * @param maxTries how often a call is tried in all, from 1 (not repeated)
 * @param baseDelay the longest wait after the first try, more than zero
 * @param maxDelay the longest wait after any try
 */
public record RetryPolicy(int maxTries, Duration baseDelay, Duration maxDelay) {

    /** Checks the ranges. */
    public RetryPolicy {
        if (maxTries < 1) {
            throw new IllegalArgumentException("A call has to be tried at least once: maxTries is " + maxTries);
        }
        baseDelay = Time.countable(baseDelay);
        maxDelay = Time.countable(maxDelay);
        if (baseDelay.isNegative() || baseDelay.isZero() || maxDelay.compareTo(baseDelay) < 0) {
            throw new IllegalArgumentException(
                    "baseDelay must be more than zero and not more than maxDelay: " + baseDelay + ", " + maxDelay);
        }
    }

    /** Returns the default: 5 tries, waits of at most 1, 2, 4 and 8 seconds. */
    public static RetryPolicy standard() {
        return new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(60));
    }

    /** Returns the policy that repeats nothing. An access token that is refused is renewed all the same. */
    public static RetryPolicy none() {
        return new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(60));
    }
}
