package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import dev.bookingdate.client.generated.model.ListBackfillJobsResponse;
import dev.bookingdate.client.operation.Operations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations for a thread that waits, with the whole answer. */
record SyncJobsWithResponse(Operations operations) implements JobsWithResponse {

    @Override
    public Response<BackfillResponse> stop(String jobId) {
        return operations.stop(jobId).await();
    }

    @Override
    public Response<CreateBackfillJobResponse> create() {
        return operations.create(null, false).await();
    }

    @Override
    public Response<CreateBackfillJobResponse> create(String idempotencyKey) {
        return operations.create(Objects.requireNonNull(idempotencyKey), false).await();
    }

    @Override
    public Response<CreateBackfillJobResponse> createDryRun() {
        return operations.create(null, true).await();
    }

    @Override
    public Response<CreateBackfillJobResponse> createDryRun(String idempotencyKey) {
        return operations.create(Objects.requireNonNull(idempotencyKey), true).await();
    }

    @Override
    public Response<BackfillJob> get(String jobId) {
        return operations.get(jobId).await();
    }

    @Override
    public Response<ListBackfillJobsResponse> page(@Nullable Integer pageSize, @Nullable String cursor) {
        return operations.page(pageSize, cursor).await();
    }
}
