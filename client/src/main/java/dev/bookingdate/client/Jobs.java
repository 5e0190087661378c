package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The operations on booking date backfill jobs. Immutable and thread-safe. An interface, so that tests can fake it; new versions
 * add methods.
 *
 * <p>What an answer means is said by the contract, {@code api/openapi.yaml}. Every method throws a
 * {@link BackfillException} when the call fails, and {@link IllegalStateException} after the client was closed. A thread that
 * is interrupted while it waits gets a {@link CallInterruptedException}, and its flag back.
 *
 * <p>The methods named {@code with…} return the same operations for calls that differ: {@code
 * client.jobs().withTrackId("close-42").withTimeout(Duration.ofSeconds(5)).stop(jobId)}.
 */
public interface Jobs {
    /**
     * Returns the same operations, with an id of the caller's own in each request, by which it can be found again.
     *
     * @param trackId at most 64 printable US-ASCII characters, without colon, semicolon, double quote and apostrophe
     */
    Jobs withTrackId(String trackId);

    /**
     * Returns the same operations, with another total timeout. Of waits it bounds each reading; the wait itself has a deadline
     * of its own.
     *
     * @param timeout more than zero
     */
    Jobs withTimeout(Duration timeout);

    /**
     * Returns the same operations for this entity.
     *
     * @param entityId id of the entity; needed when the token is valid for several, rejected when it is valid for one
     */
    Jobs withEntity(String entityId);

    /** Returns the same operations for these orgs, with Multi-Org; without any, for all orgs that the caller may access. */
    Jobs withOrgs(String... orgIds);

    /**
     * As {@link #withOrgs}.
     *
     * @deprecated named {@link #withOrgs} now
     */
    @Deprecated(since = "1.1.0")
    default Jobs withOrgIds(String... orgIds) {
        return withOrgs(orgIds);
    }

    /** Returns the same operations with this retry policy. */
    Jobs withRetryPolicy(RetryPolicy retryPolicy);

    /**
     * Returns the same operations, of which those that wait tell the listener the job each time that they have read it. What
     * the listener throws ends the wait.
     */
    Jobs withProgress(Consumer<? super BackfillJob> listener);

    /** Returns the same operations with all that an answer says: request id, what is left of the limits, headers. */
    JobsWithResponse withResponse();

    /** Returns the same operations, of which none waits: each gives a future. */
    AsyncJobs async();

    /**
     * Stops a job for good. When this returns, the job will never be COMPLETED; it need not be STOPPED yet. May be
     * repeated: a job that is being stopped, or was, is left as it is.
     *
     * @param jobId id of the job, 32 characters
     * @throws ConflictException if the job had already ended as COMPLETED or FAILED
     * @throws JobNotFoundException if the caller can see no such job
     */
    BackfillResponse stop(String jobId);

    /**
     * Stops a job for good, and waits until it is at rest. A job that had ended before is no failure here: the result tells.
     *
     * @param jobId id of the job, 32 characters
     * @param deadline how long to wait in all, the stop itself included
     * @throws AwaitTimeoutException if the stop is on record, and the job not at rest when the deadline is there
     * @throws CallTimeoutException if the stop itself was not answered until then; it may be on record all the same
     * @throws JobNotFoundException if the caller can see no such job
     */
    JobEnd stopAndAwait(String jobId, Duration deadline);

    /**
     * Creates a job for the entity and the orgs of the caller. When this returns, the job is ACCEPTED; nothing need have
     * been changed yet. Sent with an idempotency key, so that it makes one job however often it has to be repeated.
     *
     * @return the answer, with the id of the new job
     * @throws ConflictException if a job is active for the entity and any of the orgs; the reason names it
     */
    CreateBackfillJobResponse create();

    /**
     * Creates a job, as {@link #create()} does, with an idempotency key of the caller's own: within 24 hours the same key makes
     * no second job, not even from another process after a crash. The first result comes again instead.
     *
     * @param idempotencyKey 1 to 255 characters, such as a random UUID; for each job another one
     */
    CreateBackfillJobResponse create(String idempotencyKey);

    /**
     * Creates a dry run for the entity and the orgs of the caller: a job that finds out what {@link #create()} would change, and
     * changes nothing. Its {@code preview}, which {@link #get} returns, has an estimate within seconds, and is exact once the job
     * is COMPLETED. Until it is at rest it is the active job.
     *
     * @return the answer, with the id of the new job
     * @throws ConflictException if a job is active for the entity and any of the orgs; the reason names it
     */
    CreateBackfillJobResponse createDryRun();

    /**
     * Creates a dry run, as {@link #createDryRun()} does, with an idempotency key of the caller's own.
     *
     * @param idempotencyKey 1 to 255 characters, such as a random UUID; for each job another one
     */
    CreateBackfillJobResponse createDryRun(String idempotencyKey);

    /**
     * Returns a job with its state, progress and counts. A status that this version does not know keeps its text.
     *
     * @param jobId id of the job, 32 characters
     * @throws JobNotFoundException if the caller can see no such job
     */
    BackfillJob get(String jobId);

    /** Returns the jobs that the caller can see, newest first, fetched in pages as large as the service likes. */
    JobList list();

    /**
     * Returns the jobs that the caller can see, newest first.
     *
     * @param pageSize how many jobs to fetch with each request, 1 to 1000
     */
    JobList list(int pageSize);

    /**
     * Waits until a job has started: it is PROCESSING, or has ended.
     *
     * @param jobId id of the job, 32 characters
     * @param deadline how long to wait
     * @throws AwaitTimeoutException if it has not started until then
     */
    BackfillJob awaitStarted(String jobId, Duration deadline);

    /**
     * Waits until a job has ended, in whatever way: the result tells which.
     *
     * @param jobId id of the job, 32 characters
     * @param deadline how long to wait
     * @throws AwaitTimeoutException if it has not ended until then
     */
    JobEnd awaitFinished(String jobId, Duration deadline);

    /**
     * Waits until a job is at rest after a stop that somebody has asked for. Does not ask for it: {@link #stopAndAwait} does.
     * The job may have finished or failed before the stop could reach it: the result tells.
     *
     * @param jobId id of the job, 32 characters
     * @param deadline how long to wait
     * @throws AwaitTimeoutException if it is not at rest until then
     */
    JobEnd awaitStopped(String jobId, Duration deadline);
}
