package dev.bookingdate.server.job;

import org.jspecify.annotations.Nullable;

/**
 * How far a job is that undoes another.
 *
 * @param failureReason null unless it is FAILED
 * @param throttleReason why it waits, or works slower than it could; null when it does neither
 * @param recordsTotal how many changes there were; null until they are counted
 * @param recordsProcessed how many of them were looked at
 * @param recordsUpdated how many were put back
 * @param recordsFailed how many could not be put back
 */
record UndoProgress(
        JobStatus status,
        @Nullable String failureReason,
        @Nullable String throttleReason,
        @Nullable Long recordsTotal,
        long recordsProcessed,
        long recordsUpdated,
        long recordsFailed) {

    boolean isAtRest() {
        return status != JobStatus.ACCEPTED && status != JobStatus.PROCESSING;
    }

    /** Whether every change was looked at, and none failed. */
    boolean isWhole() {
        return status == JobStatus.COMPLETED && recordsFailed == 0;
    }

    /** How many charges hold something else by now, or are gone. */
    long left() {
        return recordsProcessed - recordsUpdated - recordsFailed;
    }
}
