package dev.bookingdate.postgres;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Settles how the embedded PostgreSQL is run. They take effect when this process starts the server; a server that is
 * already running is attached to as it is.
 *
 * @param port the TCP port on 127.0.0.1; 0 takes any free one
 * @param maxConnections PostgreSQL's {@code max_connections}, for all processes together
 * @param sharedBuffers PostgreSQL's {@code shared_buffers}, with a unit: {@code 128MB}
 * @param startTimeout how long a start may take, crash recovery and waiting for another process's start included
 * @param stopTimeout how long a fast shutdown may take before an immediate one is asked for
 * @param answerTimeout how long a server that is found running may be silent before it is taken for frozen and replaced
 */
public record EmbeddedPostgresSettings(
        int port,
        int maxConnections,
        String sharedBuffers,
        Duration startTimeout,
        Duration stopTimeout,
        Duration answerTimeout) {

    private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]{0,8}(kB|MB|GB)");
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    public EmbeddedPostgresSettings {
        require(port >= 0 && port <= 65_535, "port must be from 0 to 65535");
        require(maxConnections >= 10 && maxConnections <= 10_000, "maxConnections must be from 10 to 10000");
        // It is written into a configuration file: nothing but a size may get there.
        require(MEMORY.matcher(sharedBuffers).matches(), "sharedBuffers must be a size like 128MB");
        require(startTimeout.compareTo(SHORTEST) >= 0, "startTimeout must be 1 s or more");
        require(stopTimeout.compareTo(SHORTEST) >= 0, "stopTimeout must be 1 s or more");
        require(answerTimeout.compareTo(SHORTEST) >= 0, "answerTimeout must be 1 s or more");
    }

    /** Returns the settings for one machine of ordinary size: any free port, 100 connections, 256 MB of buffers. */
    public static EmbeddedPostgresSettings defaults() {
        return new EmbeddedPostgresSettings(
                0, 100, "256MB", Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    /** Returns the same settings with another port. */
    public EmbeddedPostgresSettings withPort(int newPort) {
        return new EmbeddedPostgresSettings(
                newPort, maxConnections, sharedBuffers, startTimeout, stopTimeout, answerTimeout);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
