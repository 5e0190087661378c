package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The operations on booking date backfill jobs. Immutable and thread-safe.
 *
 * <p>What an answer means is said by the contract, {@code api/openapi.yaml}. Every method throws a
 * {@link BackfillException} when the call fails, and {@link IllegalStateException} after the client was closed. A thread that
 * is interrupted while it waits gets a {@link CallInterruptedException}, and its flag back.
 *
 * <p>The methods named {@code with…} return the same operations for calls that differ: {@code
 * client.jobs().withTrackId("close-42").withTimeout(Duration.ofSeconds(5)).stop(jobId)}.
 */
public final class Jobs {
    private final Operations operations;
    private final Executor executor;

    Jobs(Operations operations, Executor executor) {
        this.operations = operations;
        this.executor = executor;
    }

    private Jobs with(CallOptions options) {
        return new Jobs(operations.with(options), executor);
    }

    /**
     * Returns the same operations, with an id of the caller's own in each request, by which it can be found again.
     *
     * @param trackId at most 64 printable US-ASCII characters, without colon, semicolon, double quote and apostrophe
     */
    public Jobs withTrackId(String trackId) {
        return with(operations.options().withTrackId(Objects.requireNonNull(trackId)));
    }

    /**
     * Returns the same operations, with another total timeout. Of waits it bounds each reading; the wait itself has a deadline
     * of its own.
     *
     * @param timeout more than zero
     */
    public Jobs withTimeout(Duration timeout) {
        return with(operations.options().withTimeout(BackfillClientBuilder.positive(timeout)));
    }

    /** Returns the same operations for these orgs, with Multi-Org; without any, for all orgs that the caller may access. */
    public Jobs withOrgIds(String... orgIds) {
        return with(operations.options().withOrgIds(BackfillClientBuilder.joined(orgIds)));
    }

    /**
     * Returns the same operations, of which those that wait tell the listener the job each time that they have read it. What
     * the listener throws ends the wait.
     */
    public Jobs withProgress(Consumer<? super BackfillJob> listener) {
        return with(operations.options().withProgress(Objects.requireNonNull(listener)));
    }

    /** Returns the same operations, of which none waits: each gives a future. */
    public AsyncJobs async() {
        return new AsyncJobs(operations.async(), executor);
    }

    /**
     * Stops a job for good. When this returns, the job will never be COMPLETED; it need not be STOPPED yet. May be
     * repeated: a job that is being stopped, or was, is left as it is.
     *
     * @param jobId id of the job, 32 characters
     * @throws ConflictException if the job had already ended as COMPLETED or FAILED
     * @throws JobNotFoundException if the caller can see no such job
     */
    public BackfillResponse stop(String jobId) {
        return operations.stop(jobId).await();
    }

    /**
     * Stops a job for good, and waits until it is at rest. A job that had ended before is no failure here: the result tells.
     *
     * @param jobId id of the job, 32 characters
     * @param deadline how long to wait in all, the stop itself included
     * @throws AwaitTimeoutException if the stop is on record, and the job not at rest when the deadline is there
     * @throws CallTimeoutException if the stop itself was not answered until then; it may be on record all the same
     * @throws JobNotFoundException if the caller can see no such job
     */
    public JobEnd stopAndAwait(String jobId, Duration deadline) {
        return Wait.stopped(operations, executor, jobId, BackfillClientBuilder.positive(deadline))
                .await();
    }

    /**
     * Creates a job for the entity and the orgs of the caller. When this returns, the job is ACCEPTED; nothing need have
     * been changed yet. Sent with an idempotency key, so that it makes one job however often it has to be repeated.
     *
     * @return the answer, with the id of the new job
     * @throws ConflictException if a job is active for the entity and any of the orgs; the reason names it
     */
    public CreateBackfillJobResponse create() {
        return operations.create(null, false).await();
    }

    /**
     * Creates a job, as {@link #create()} does, with an idempotency key of the caller's own: within 24 hours the same key makes
     * no second job, not even from another process after a crash. The first result comes again instead.
     *
     * @param idempotencyKey 1 to 255 characters, such as a random UUID; for each job another one
     */
    public CreateBackfillJobResponse create(String idempotencyKey) {
        return operations.create(Objects.requireNonNull(idempotencyKey), false).await();
    }

    /**
     * Creates a dry run for the entity and the orgs of the caller: a job that finds out what {@link #create()} would change, and
     * changes nothing. Its {@code preview}, which {@link #get} returns, has an estimate within seconds, and is exact once the job
     * is COMPLETED. Until it is at rest it is the active job.
     *
     * @return the answer, with the id of the new job
     * @throws ConflictException if a job is active for the entity and any of the orgs; the reason names it
     */
    public CreateBackfillJobResponse createDryRun() {
        return operations.create(null, true).await();
    }

    /**
     * Creates a dry run, as {@link #createDryRun()} does, with an idempotency key of the caller's own.
     *
     * @param idempotencyKey 1 to 255 characters, such as a random UUID; for each job another one
     */
    public CreateBackfillJobResponse createDryRun(String idempotencyKey) {
        return operations.create(Objects.requireNonNull(idempotencyKey), true).await();
    }

    /**
     * Returns a job with its state, progress and counts. A status that this version does not know keeps its text.
     *
     * @param jobId id of the job, 32 characters
     * @throws JobNotFoundException if the caller can see no such job
     */
    public BackfillJob get(String jobId) {
        return operations.get(jobId).await();
    }

    /** Returns the jobs that the caller can see, newest first, fetched in pages as large as the service likes. */
    public JobList list() {
        return new JobList(cursor -> operations.page(null, cursor).await());
    }

    /**
     * Returns the jobs that the caller can see, newest first.
     *
     * @param pageSize how many jobs to fetch with each request, 1 to 1000
     */
    public JobList list(int pageSize) {
        return new JobList(cursor -> operations.page(pageSize, cursor).await());
    }

    /**
     * Waits until a job has started: it is PROCESSING, or has ended.
     *
     * @param jobId id of the job, 32 characters
     * @param deadline how long to wait
     * @throws AwaitTimeoutException if it has not started until then
     */
    public BackfillJob awaitStarted(String jobId, Duration deadline) {
        return Wait.untilStarted(operations, executor, jobId, BackfillClientBuilder.positive(deadline))
                .await();
    }

    /**
     * Waits until a job has ended, in whatever way: the result tells which.
     *
     * @param jobId id of the job, 32 characters
     * @param deadline how long to wait
     * @throws AwaitTimeoutException if it has not ended until then
     */
    public JobEnd awaitFinished(String jobId, Duration deadline) {
        return Wait.untilEnded(operations, executor, jobId, BackfillClientBuilder.positive(deadline))
                .await();
    }

    /**
     * Waits until a job is at rest after a stop that somebody has asked for. Does not ask for it: {@link #stopAndAwait} does.
     * The job may have finished or failed before the stop could reach it: the result tells.
     *
     * @param jobId id of the job, 32 characters
     * @param deadline how long to wait
     * @throws AwaitTimeoutException if it is not at rest until then
     */
    public JobEnd awaitStopped(String jobId, Duration deadline) {
        return awaitFinished(jobId, deadline);
    }
}
