package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The operations of {@link Jobs} without waiting: the same rules, results and failures, in futures. Thousands of them need no
 * thread while they wait. What follows a future is run by the executor of the builder.
 *
 * <p>Cancelling a future, or ending it by a timeout of your own, gives up what is under way, requests and pauses; what became of it in
 * the service is not known. No job is stopped by it.
 */
public final class AsyncJobs {
    private final Operations operations;
    private final Executor executor;

    AsyncJobs(Operations operations, Executor executor) {
        this.operations = operations;
        this.executor = executor;
    }

    /** As {@link Jobs#stop(String)}. */
    public CompletableFuture<BackfillResponse> stop(String jobId) {
        return operations.stop(jobId).handOver(executor);
    }

    /** As {@link Jobs#stopAndAwait(String, Duration)}. */
    public CompletableFuture<JobEnd> stopAndAwait(String jobId, Duration deadline) {
        return Wait.stopped(operations, executor, jobId, BackfillClientBuilder.positive(deadline))
                .handOver(executor);
    }

    /** As {@link Jobs#create()}. */
    public CompletableFuture<CreateBackfillJobResponse> create() {
        return operations.create(null, false).handOver(executor);
    }

    /** As {@link Jobs#create(String)}. */
    public CompletableFuture<CreateBackfillJobResponse> create(String idempotencyKey) {
        return operations.create(Objects.requireNonNull(idempotencyKey), false).handOver(executor);
    }

    /** As {@link Jobs#createDryRun()}. */
    public CompletableFuture<CreateBackfillJobResponse> createDryRun() {
        return operations.create(null, true).handOver(executor);
    }

    /** As {@link Jobs#createDryRun(String)}. */
    public CompletableFuture<CreateBackfillJobResponse> createDryRun(String idempotencyKey) {
        return operations.create(Objects.requireNonNull(idempotencyKey), true).handOver(executor);
    }

    /** As {@link Jobs#get(String)}. */
    public CompletableFuture<BackfillJob> get(String jobId) {
        return operations.get(jobId).handOver(executor);
    }

    /** Gives the first page of {@link Jobs#list()}, which leads to the next. */
    public CompletableFuture<JobPage> list() {
        return page(null, null);
    }

    /** Gives the first page of {@link Jobs#list(int)}, which leads to the next. */
    public CompletableFuture<JobPage> list(int pageSize) {
        return page(pageSize, null);
    }

    private CompletableFuture<JobPage> page(@Nullable Integer pageSize, @Nullable String cursor) {
        return operations
                .page(pageSize, cursor)
                .map(page -> JobPage.of(page, cursor, next -> page(pageSize, next)))
                .handOver(executor);
    }

    /** As {@link Jobs#awaitStarted(String, Duration)}. */
    public CompletableFuture<BackfillJob> awaitStarted(String jobId, Duration deadline) {
        return Wait.untilStarted(operations, executor, jobId, BackfillClientBuilder.positive(deadline))
                .handOver(executor);
    }

    /** As {@link Jobs#awaitFinished(String, Duration)}. */
    public CompletableFuture<JobEnd> awaitFinished(String jobId, Duration deadline) {
        return Wait.untilEnded(operations, executor, jobId, BackfillClientBuilder.positive(deadline))
                .handOver(executor);
    }

    /** As {@link Jobs#awaitStopped(String, Duration)}. */
    public CompletableFuture<JobEnd> awaitStopped(String jobId, Duration deadline) {
        return awaitFinished(jobId, deadline);
    }
}
