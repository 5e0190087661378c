package dev.bookingdate.server.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is to be done before {@code until}; the partition may go on anywhere then.
 *
 * @param reason for people: it is shown in the job; null where the thread goes to somebody who waits for one
 * @param failed whether it comes again because of a failure
 */
record Postponement(Instant until, @Nullable String reason, boolean failed) implements Halt {

    static Postponement because(String reason, Instant until) {
        return new Postponement(until, reason, false);
    }

    static Postponement forOthers(Instant now) {
        return new Postponement(now, null, false);
    }

    static Postponement afterFailure(String reason, Instant until) {
        return new Postponement(until, reason, true);
    }
}
