package dev.bookingdate.server.engine;

import java.time.Duration;

/**
 * A reason to work slower.
 *
 * @param kind for metrics
 * @param reason for people: it is shown in the job
 * @param pause how long to wait before the next chunk
 */
record Brake(Kind kind, String reason, Duration pause) {

    /** What a brake is for. */
    enum Kind {
        RATE,
        REPLICA,
        SNAPSHOT,
        VACUUM,
        WINDOW
    }
}
