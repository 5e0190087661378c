package dev.bookingdate.server.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a run of a worker ended.
 *
 * @param goesOn when the partition goes on, on any node; null when nothing is left to do here: it is done, its job is at
 *     rest, or another node holds it
 */
record Outcome(@Nullable Instant goesOn) {

    static final Outcome DONE = new Outcome(null);

    /** The partition goes on at once. */
    static final Outcome HANDED_OVER = new Outcome(Instant.EPOCH);

    static Outcome postponed(Instant until) {
        return new Outcome(until);
    }
}
