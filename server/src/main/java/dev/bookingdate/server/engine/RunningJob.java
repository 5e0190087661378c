package dev.bookingdate.server.engine;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handle by which a partition that this node works on is told to look at the job's row at once. It cancels the statement in flight
 * through the driver; the thread is never interrupted, for an interrupt inside the driver breaks the connection.
 */
final class RunningJob {

    private static final Logger log = LoggerFactory.getLogger(RunningJob.class);

    private final Thread worker = Thread.currentThread();
    private volatile long progressed = System.nanoTime();
    private @Nullable Statement inFlight;
    private long inFlightSince;
    private @Nullable String blocker;
    private boolean interrupted;
    private boolean news;

    /** Says that its thread works: it begins something, or has waited as long as it meant to. */
    void progress() {
        progressed = System.nanoTime();
    }

    /** Whether its thread has given no sign for so long. */
    boolean isStuckFor(Duration time) {
        return System.nanoTime() - progressed > time.toNanos();
    }

    /**
     * Wakes a thread that hangs outside the database; one that listens to no interrupt goes on hanging. Inside the driver an
     * interrupt breaks the connection, so there it is left to the socket's timeout.
     */
    synchronized void wake() {
        if (inFlight == null) {
            worker.interrupt();
        }
    }

    /** Says which statement is about to run. False when the job was told to stop before: then it must not run. */
    synchronized boolean begin(Statement statement) {
        progress();
        if (interrupted) {
            return false;
        }
        inFlight = statement;
        inFlightSince = System.nanoTime();
        blocker = null;
        return true;
    }

    /** The process in the database that has worked on one statement for so long; empty when none has. */
    synchronized OptionalInt workingFor(Duration time) {
        if (inFlight == null || System.nanoTime() - inFlightSince < time.toNanos()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(
                    inFlight.getConnection().unwrap(PGConnection.class).getBackendPID());
        } catch (SQLException e) {
            return OptionalInt.empty();
        }
    }

    /** Keeps for whom the statement in flight waits. */
    synchronized void blockedBy(String transaction) {
        if (inFlight != null) {
            blocker = transaction;
        }
    }

    /** For whom the last statement waited; null where nobody has seen it. */
    synchronized @Nullable String blocker() {
        return blocker;
    }

    /** Says that no statement is in flight. */
    synchronized void end() {
        progress();
        inFlight = null;
    }

    /** Goes on after the row was looked at and says so. */
    synchronized void resume() {
        interrupted = false;
    }

    /** Whether it was told to look at the job's row, and has not said yet that it did. */
    synchronized boolean isInterrupted() {
        return interrupted;
    }

    /** Says that what the job minds has changed. */
    synchronized void lookAround() {
        news = true;
        notifyAll();
    }

    /** Whether it was told so since this was asked last. */
    synchronized boolean takeNews() {
        progress();
        boolean taken = news;
        news = false;
        return taken;
    }

    /** Waits before another attempt; {@link #interrupt} and {@link #lookAround} end the wait. */
    synchronized void pause(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        try {
            for (long left = duration.toMillis(); left > 0 && !interrupted && !news; ) {
                wait(left);
                left = (until - System.nanoTime()) / 1_000_000;
            }
            progress();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cancels the statement in flight and lets no other begin. */
    synchronized void interrupt() {
        interrupted = true;
        notifyAll();
        if (inFlight != null) {
            try {
                inFlight.cancel();
            } catch (SQLException e) {
                // The chunk commits then, and the next one is refused by its own gate.
                log.info("The statement in flight could not be cancelled: {}", e.getMessage());
            }
        }
    }
}
