package dev.bookingdate.server.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a run of a worker ended.
 *
 * @param goesOn when the partition goes on, on any node; null when nothing is left to do here: it is done, its job is at
 *     rest, or another node holds it
 * @param tell whether a thread became free that somebody waits for, or the partition needs another node: all nodes look then
 */
record Outcome(@Nullable Instant goesOn, boolean tell) {

    static final Outcome DONE = new Outcome(null, false);

    /** The partition goes on at once. */
    static final Outcome HANDED_OVER = new Outcome(Instant.EPOCH, true);

    static Outcome postponed(Instant until) {
        return new Outcome(until, false);
    }

    /** The partition goes on behind those who wait. */
    static Outcome yielded(Instant now) {
        return new Outcome(now, true);
    }
}
