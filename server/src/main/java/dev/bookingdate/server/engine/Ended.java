package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobStatus;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A job that has come to rest, with what it did.
 *
 * @param dryRun whether it changed nothing: what it counts as updated is what a backfill would change
 * @param total how many charges were in scope when they were counted; null when it ended before
 * @param audited how many changes the audit holds; null when the job did not complete
 * @param stopSeconds how long a stop took from its commit on; null without one
 */
record Ended(
        JobStatus status,
        boolean dryRun,
        @Nullable Long total,
        long processed,
        long updated,
        long failed,
        @Nullable Long audited,
        @Nullable BigDecimal stopSeconds) {

    /** How many charges were right before. */
    long unchanged() {
        return processed - updated - failed;
    }

    /** Whether every charge in scope is accounted for, and every change audited; a dry run has made none. */
    boolean isBalanced() {
        return total != null && audited != null && total == processed && audited == (dryRun ? 0 : updated);
    }
}
