package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import dev.bookingdate.client.operation.Operations;
import dev.bookingdate.client.wait.Wait;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The operations in futures. */
final class FutureJobs implements AsyncJobs {
    private final Operations operations;
    private final Executor executor;

    FutureJobs(Operations operations, Executor executor) {
        this.operations = operations;
        this.executor = executor;
    }

    @Override
    public CompletableFuture<BackfillResponse> stop(String jobId) {
        return operations.stop(jobId).map(Response::body).handOver(executor);
    }

    @Override
    public CompletableFuture<JobEnd> stopAndAwait(String jobId, Duration deadline) {
        return Wait.stopped(operations, executor, jobId, BackfillClientBuilder.positive(deadline))
                .handOver(executor);
    }

    @Override
    public CompletableFuture<CreateBackfillJobResponse> create() {
        return operations.create(null, false).map(Response::body).handOver(executor);
    }

    @Override
    public CompletableFuture<CreateBackfillJobResponse> create(String idempotencyKey) {
        return operations
                .create(Objects.requireNonNull(idempotencyKey), false)
                .map(Response::body)
                .handOver(executor);
    }

    @Override
    public CompletableFuture<CreateBackfillJobResponse> createDryRun() {
        return operations.create(null, true).map(Response::body).handOver(executor);
    }

    @Override
    public CompletableFuture<CreateBackfillJobResponse> createDryRun(String idempotencyKey) {
        return operations
                .create(Objects.requireNonNull(idempotencyKey), true)
                .map(Response::body)
                .handOver(executor);
    }

    @Override
    public CompletableFuture<BackfillJob> get(String jobId) {
        return operations.get(jobId).map(Response::body).handOver(executor);
    }

    @Override
    public CompletableFuture<JobPage> list() {
        return page(null, null);
    }

    @Override
    public CompletableFuture<JobPage> list(int pageSize) {
        return page(pageSize, null);
    }

    private CompletableFuture<JobPage> page(@Nullable Integer pageSize, @Nullable String cursor) {
        return operations
                .page(pageSize, cursor)
                .map(page -> JobPage.of(page.body(), cursor, next -> page(pageSize, next)))
                .handOver(executor);
    }

    @Override
    public CompletableFuture<BackfillJob> awaitStarted(String jobId, Duration deadline) {
        return Wait.untilStarted(operations, executor, jobId, BackfillClientBuilder.positive(deadline))
                .handOver(executor);
    }

    @Override
    public CompletableFuture<JobEnd> awaitFinished(String jobId, Duration deadline) {
        return Wait.untilEnded(operations, executor, jobId, BackfillClientBuilder.positive(deadline))
                .handOver(executor);
    }

    @Override
    public CompletableFuture<JobEnd> awaitStopped(String jobId, Duration deadline) {
        return awaitFinished(jobId, deadline);
    }
}
