package dev.bookingdate.server.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Locale;

/**
 * How long a connection may be waited for and used. The database ends what takes longer, also when the node that asked is
 * frozen or cut off; the socket's timeout is for a database that is.
 *
 * @param connection how long a caller waits for a connection
 * @param lock how long a statement waits for one lock
 * @param statement how long a statement takes, with all its waits
 * @param transaction how long a transaction takes; longer than a statement
 */
record Bounds(Duration connection, Duration lock, Duration statement, Duration transaction) {

    /** What a call does other than stopping a job. */
    static final Bounds OF_CALLS =
            new Bounds(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10));

    /** What stops a job, and what lets any call in: small statements that a person waits for. */
    static final Bounds OF_STOPS =
            new Bounds(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(10));

    /** The scheduler's small statements, so that it never hangs in one for good. */
    static final Bounds OF_SCHEDULER =
            new Bounds(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10));

    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    /** Bounds the connections of a pool. */
    void holdFor(HikariDataSource pool) {
        ConnectionRules.beginWith(
                String.format(
                        Locale.ROOT,
                        "set lock_timeout = %d; set statement_timeout = %d; set transaction_timeout = %d",
                        lock.toMillis(),
                        statement.toMillis(),
                        transaction.toMillis()),
                pool);
        ConnectionRules.endSilence(statement.plus(ON_ITS_WAY), pool);
    }
}
