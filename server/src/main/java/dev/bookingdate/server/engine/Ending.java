package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a partition that is not to be worked on any more means for its job.
 *
 * @param failureReason null when the job has not failed
 */
record Ending(JobStatus status, @Nullable String failureReason) implements Halt {

    /** Nothing is left in the partition. */
    static Ending done() {
        return new Ending(JobStatus.COMPLETED, null);
    }

    /** What is no charge's fault failed too often. */
    static Ending failed(int attempts, String reason) {
        return new Ending(JobStatus.FAILED, attempts + " attempts in a row failed, the last one with " + reason);
    }

    static Ending originalsMissing(long missing) {
        return new Ending(
                JobStatus.FAILED,
                "the originals of " + missing + " charges or more are not in the data (missing-originals=fail)");
    }

    static Ending tooManyFailed(PassedOver passedOver) {
        return new Ending(JobStatus.FAILED, passedOver.failed() + " of " + passedOver.total() + " records failed");
    }
}
