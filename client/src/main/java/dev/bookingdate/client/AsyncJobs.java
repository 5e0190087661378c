package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The operations of {@link Jobs} without waiting: the same rules, results and failures, in futures. Thousands of them need no
 * thread while they wait. What follows a future is run by the executor of the builder.
 *
 * <p>Cancelling a future, or ending it by a timeout of your own, gives up what is under way, requests and pauses; what became of it in
 * the service is not known. No job is stopped by it.
 */
public interface AsyncJobs {
    /** As {@link Jobs#stop(String)}. */
    CompletableFuture<BackfillResponse> stop(String jobId);

    /** As {@link Jobs#stopAndAwait(String, Duration)}. */
    CompletableFuture<JobEnd> stopAndAwait(String jobId, Duration deadline);

    /** As {@link Jobs#create()}. */
    CompletableFuture<CreateBackfillJobResponse> create();

    /** As {@link Jobs#create(String)}. */
    CompletableFuture<CreateBackfillJobResponse> create(String idempotencyKey);

    /** As {@link Jobs#createDryRun()}. */
    CompletableFuture<CreateBackfillJobResponse> createDryRun();

    /** As {@link Jobs#createDryRun(String)}. */
    CompletableFuture<CreateBackfillJobResponse> createDryRun(String idempotencyKey);

    /** As {@link Jobs#get(String)}. */
    CompletableFuture<BackfillJob> get(String jobId);

    /** Gives the first page of {@link Jobs#list()}, which leads to the next. */
    CompletableFuture<JobPage> list();

    /** Gives the first page of {@link Jobs#list(int)}, which leads to the next. */
    CompletableFuture<JobPage> list(int pageSize);

    /** As {@link Jobs#awaitStarted(String, Duration)}. */
    CompletableFuture<BackfillJob> awaitStarted(String jobId, Duration deadline);

    /** As {@link Jobs#awaitFinished(String, Duration)}. */
    CompletableFuture<JobEnd> awaitFinished(String jobId, Duration deadline);

    /** As {@link Jobs#awaitStopped(String, Duration)}. */
    CompletableFuture<JobEnd> awaitStopped(String jobId, Duration deadline);
}
