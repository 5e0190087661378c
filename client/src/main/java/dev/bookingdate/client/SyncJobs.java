package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import dev.bookingdate.client.operation.CallOptions;
import dev.bookingdate.client.operation.Operations;
import dev.bookingdate.client.wait.Wait;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The operations for a thread that waits. */
final class SyncJobs implements Jobs {
    private final Operations operations;
    private final Executor executor;

    SyncJobs(Operations operations, Executor executor) {
        this.operations = operations;
        this.executor = executor;
    }

    private Jobs with(CallOptions options) {
        return new SyncJobs(operations.with(options), executor);
    }

    @Override
    public Jobs withTrackId(String trackId) {
        return with(operations.options().withTrackId(Objects.requireNonNull(trackId)));
    }

    @Override
    public Jobs withTimeout(Duration timeout) {
        return with(operations.options().withTimeout(BackfillClientBuilder.positive(timeout)));
    }

    @Override
    public Jobs withEntity(String entityId) {
        return with(operations.options().withEntityId(Objects.requireNonNull(entityId)));
    }

    @Override
    public Jobs withOrgs(String... orgIds) {
        return with(operations.options().withOrgIds(BackfillClientBuilder.joined(orgIds)));
    }

    @Override
    public Jobs withRetryPolicy(RetryPolicy retryPolicy) {
        return with(operations.options().withRetryPolicy(Objects.requireNonNull(retryPolicy)));
    }

    @Override
    public JobsWithResponse withResponse() {
        return new SyncJobsWithResponse(operations);
    }

    @Override
    public Jobs withProgress(Consumer<? super BackfillJob> listener) {
        return with(operations.options().withProgress(Objects.requireNonNull(listener)));
    }

    @Override
    public AsyncJobs async() {
        return new FutureJobs(operations.async(), executor);
    }

    @Override
    public BackfillResponse stop(String jobId) {
        return operations.stop(jobId).await().body();
    }

    @Override
    public JobEnd stopAndAwait(String jobId, Duration deadline) {
        return Wait.stopped(operations, executor, jobId, BackfillClientBuilder.positive(deadline))
                .await();
    }

    @Override
    public CreateBackfillJobResponse create() {
        return operations.create(null, false).await().body();
    }

    @Override
    public CreateBackfillJobResponse create(String idempotencyKey) {
        return operations
                .create(Objects.requireNonNull(idempotencyKey), false)
                .await()
                .body();
    }

    @Override
    public CreateBackfillJobResponse createDryRun() {
        return operations.create(null, true).await().body();
    }

    @Override
    public CreateBackfillJobResponse createDryRun(String idempotencyKey) {
        return operations
                .create(Objects.requireNonNull(idempotencyKey), true)
                .await()
                .body();
    }

    @Override
    public BackfillJob get(String jobId) {
        return operations.get(jobId).await().body();
    }

    @Override
    public JobList list() {
        return new JobList(cursor -> operations.page(null, cursor).await().body());
    }

    @Override
    public JobList list(int pageSize) {
        return new JobList(cursor -> operations.page(pageSize, cursor).await().body());
    }

    @Override
    public BackfillJob awaitStarted(String jobId, Duration deadline) {
        return Wait.untilStarted(operations, executor, jobId, BackfillClientBuilder.positive(deadline))
                .await();
    }

    @Override
    public JobEnd awaitFinished(String jobId, Duration deadline) {
        return Wait.untilEnded(operations, executor, jobId, BackfillClientBuilder.positive(deadline))
                .await();
    }

    @Override
    public JobEnd awaitStopped(String jobId, Duration deadline) {
        return awaitFinished(jobId, deadline);
    }
}
