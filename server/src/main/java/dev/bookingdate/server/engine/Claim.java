package dev.bookingdate.server.engine;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A partition as a node took it over.
 *
 * @param orgIds the orgs in scope, as an array literal; null for all
 * @param undoes the job whose changes it puts back; null for a backfill
 * @param dryRun whether it finds out what a backfill would change, and changes nothing
 * @param upperKey the last charge of the partition; that of the job as long as it is not cut
 * @param cut whether the job is counted and cut into partitions
 * @param epoch the fencing token: a node with an older one can't write any more
 * @param stripes how many the window at {@code position} is split into; null before the first chunk
 * @param takenOver whether nobody had put the partition back: the node before is gone
 * @param throttleReason why it was held up when it was left; null when it was not
 * @param countedTo how far its charges are counted, where the job is not cut
 * @param attempts how often it has failed in a row
 */
record Claim(
        PartitionKey key,
        UUID entityId,
        @Nullable String orgIds,
        String timeZone,
        @Nullable UUID undoes,
        boolean dryRun,
        long upperKey,
        boolean cut,
        int epoch,
        Position position,
        @Nullable Integer stripes,
        boolean takenOver,
        @Nullable String throttleReason,
        long countedTo,
        int attempts) {

    /** Whether it walks along what another job has audited, instead of along the charges. */
    boolean isUndo() {
        return undoes != null;
    }

    /** The same claim once its charges are counted so far. */
    Claim countedTo(long key) {
        return new Claim(
                this.key,
                entityId,
                orgIds,
                timeZone,
                undoes,
                dryRun,
                upperKey,
                cut,
                epoch,
                position,
                stripes,
                takenOver,
                throttleReason,
                key,
                attempts);
    }

    boolean isCounted() {
        return countedTo >= upperKey;
    }

    /** The same claim once the job is cut. */
    Claim cutAt(long key) {
        return new Claim(
                this.key,
                entityId,
                orgIds,
                timeZone,
                undoes,
                dryRun,
                key,
                true,
                epoch,
                position,
                stripes,
                takenOver,
                throttleReason,
                countedTo,
                attempts);
    }
}
