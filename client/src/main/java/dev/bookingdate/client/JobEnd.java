package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;

/** How a job has ended. Each way is a type of its own, so that none is taken for another. */
public sealed interface JobEnd {

    /** Returns the job as it was read after its end, with its counts. */
    BackfillJob job();

    /**
     * It was stopped. Charges that were done before stay done.
     *
     * @param job the job, STOPPED
     */
    record Stopped(BackfillJob job) implements JobEnd {}

    /**
     * It has finished, also when that was before a stop could reach it.
     *
     * @param job the job, COMPLETED
     */
    record Completed(BackfillJob job) implements JobEnd {}

    /**
     * It has failed; {@code failureReason} of the job says why.
     *
     * @param job the job, FAILED
     */
    record Failed(BackfillJob job) implements JobEnd {}
}
