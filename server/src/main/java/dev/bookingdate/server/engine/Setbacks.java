package dev.bookingdate.server.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a walk that does not get on waits, and when it gives up. */
final class Setbacks {

    /** A shorter wait for a lock is worth a thread. */
    private static final Duration PATIENCE_WITH_LOCKS = Duration.ofMillis(900);

    /** With two minutes of waits between them. */
    private static final int MOST_FAILURES = 8;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private long progressed;
    private boolean everProgressed;
    private int attempts;

    Setbacks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.progressed = nanoTime.getAsLong();
    }

    /** Something has committed. */
    void progressed() {
        progressed = nanoTime.getAsLong();
        everProgressed = true;
        attempts = 0;
    }

    /** Whether something has committed since the walk began: then a failure is the first in a row. */
    boolean everProgressed() {
        return everProgressed;
    }

    /** Whether the walk has stood behind a lock for so long that its thread is of more use to somebody else. */
    boolean isBehindALock() {
        return nanoTime.getAsLong() - progressed > PATIENCE_WITH_LOCKS.toNanos();
    }

    /** How long to wait before the next attempt. */
    Duration nextAttempt() {
        return backOff(++attempts);
    }

    /** Whether so many failures in a row end the job. */
    static boolean areTooMany(int failures) {
        return failures >= MOST_FAILURES;
    }

    /** How long a partition waits after so many failures in a row: 1, 2, 4 … 60 seconds. */
    static Duration afterFailures(int failures) {
        Duration wait = Duration.ofSeconds(1L << Math.min(failures - 1, MOST_FAILURES));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** How many rows a piece of a count has: fewer after each failure, for it may be that the statement took too long. */
    static int pieceRows(int rows, int failures) {
        return rows >> Math.min(failures, MOST_FAILURES);
    }

    static Duration backOff(int attempts) {
        return Duration.ofMillis(Math.min(1000, 20L << Math.min(attempts, 6)));
    }
}
