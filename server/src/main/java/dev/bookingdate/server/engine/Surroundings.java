package dev.bookingdate.server.engine;

import java.time.Duration;

/**
 * What else goes on in the database.
 *
 * @param vacuum whether a vacuum works on the charges
 * @param oldestSnapshot how long ago the oldest transaction began that keeps old row versions; chunks aside
 * @param replicaLag how many bytes the replica that is furthest behind has still to replay; {@link #UNSEEN} when there is one, and the
 *     role of the server may not see how far it is
 * @param workers how many partitions of the job are begun and not done, whether they are being worked on or wait; 1 or more
 * @param rowsPerSecond the limit of the job's own; 0 where it has none
 * @param othersWait whether anybody waits for a thread
 * @param othersFirst whether it is somebody who has fewer threads: another tenant, or another job of this one
 */
record Surroundings(
        boolean vacuum,
        Duration oldestSnapshot,
        long replicaLag,
        int workers,
        long rowsPerSecond,
        boolean othersWait,
        boolean othersFirst) {

    /** Nobody knows. */
    static final long UNSEEN = -1;
}
