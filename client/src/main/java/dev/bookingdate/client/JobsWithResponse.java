package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import dev.bookingdate.client.generated.model.ListBackfillJobsResponse;
import org.jspecify.annotations.Nullable;

/** The operations of {@link Jobs} with all that an answer says. The same rules and failures. */
public interface JobsWithResponse {

    /** As {@link Jobs#stop(String)}. */
    Response<BackfillResponse> stop(String jobId);

    /** As {@link Jobs#create()}. */
    Response<CreateBackfillJobResponse> create();

    /** As {@link Jobs#create(String)}. */
    Response<CreateBackfillJobResponse> create(String idempotencyKey);

    /** As {@link Jobs#createDryRun()}. */
    Response<CreateBackfillJobResponse> createDryRun();

    /** As {@link Jobs#createDryRun(String)}. */
    Response<CreateBackfillJobResponse> createDryRun(String idempotencyKey);

    /** As {@link Jobs#get(String)}. */
    Response<BackfillJob> get(String jobId);

    /**
     * Returns one page of {@link Jobs#list()}.
     *
     * @param pageSize how many jobs, 1 to 1000; null for as many as the service likes
     * @param cursor {@code nextPage} of the page before; null for the first page
     */
    Response<ListBackfillJobsResponse> page(@Nullable Integer pageSize, @Nullable String cursor);
}
