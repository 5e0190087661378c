package dev.bookingdate.client;

import dev.bookingdate.client.generated.ApiException;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APICreateBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APIGetBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APIListBookingDateBackfillJobsRequest;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APIStopBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import dev.bookingdate.client.generated.model.ListBackfillJobsResponse;
import dev.bookingdate.client.generated.model.StopBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.model.StopStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The operations on booking date backfill jobs. Immutable and thread-safe.
 *
 * <p>What an answer means is said by the contract, {@code api/openapi.yaml}. Every method throws a
 * {@link BackfillException} when the call fails, and {@link IllegalStateException} after the client was closed.
 */
public final class Jobs {
    private final BookingDateBackfillApi core;
    private final Scope scope;

    Jobs(BookingDateBackfillApi core, Scope scope) {
        this.core = core;
        this.scope = scope;
    }

    /** What is the same for all calls of one instance. */
    record Scope(
            @Nullable String entityId,
            @Nullable String orgIds,
            @Nullable String trackId) {}

    /**
     * Returns the same operations, with an id of the caller's own in each request, by which it can be found again.
     *
     * @param trackId at most 64 printable US-ASCII characters, without colon, semicolon, double quote and apostrophe
     */
    public Jobs withTrackId(String trackId) {
        return new Jobs(core, new Scope(scope.entityId(), scope.orgIds(), Objects.requireNonNull(trackId)));
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
        Objects.requireNonNull(jobId, "jobId");
        return call(() -> core.stopBookingDateBackfillJob(APIStopBookingDateBackfillJobRequest.newBuilder()
                .jobId(jobId)
                .stopBookingDateBackfillJobRequest(new StopBookingDateBackfillJobRequest().status(StopStatus.STOPPING))
                .zuoraEntityIds(scope.entityId())
                .zuoraOrgIds(scope.orgIds())
                .zuoraTrackId(scope.trackId())
                .build()));
    }

    /**
     * Creates a job for the entity and the orgs of the caller. When this returns, the job is ACCEPTED; nothing need have
     * been changed yet. Not to be repeated blindly: after a failure without an answer the job may exist.
     *
     * @return the answer, with the id of the new job
     * @throws ConflictException if a job is active for the entity and any of the orgs; the reason names it
     */
    public CreateBackfillJobResponse create() {
        CreateBackfillJobResponse created =
                call(() -> core.createBookingDateBackfillJob(APICreateBookingDateBackfillJobRequest.newBuilder()
                        .zuoraEntityIds(scope.entityId())
                        .zuoraOrgIds(scope.orgIds())
                        .zuoraTrackId(scope.trackId())
                        .build()));
        present(created.getJobId(), "jobId");
        return created;
    }

    /**
     * Returns a job with its state, progress and counts. A status that this version does not know is
     * {@code UNKNOWN_DEFAULT_OPEN_API}.
     *
     * @param jobId id of the job, 32 characters
     * @throws JobNotFoundException if the caller can see no such job
     */
    public BackfillJob get(String jobId) {
        Objects.requireNonNull(jobId, "jobId");
        return present(
                call(() -> core.getBookingDateBackfillJob(APIGetBookingDateBackfillJobRequest.newBuilder()
                                .jobId(jobId)
                                .zuoraEntityIds(scope.entityId())
                                .zuoraOrgIds(scope.orgIds())
                                .zuoraTrackId(scope.trackId())
                                .build()))
                        .getJob(),
                "job");
    }

    /** Returns the jobs that the caller can see, newest first, fetched in pages as large as the service likes. */
    public JobList list() {
        return new JobList(cursor -> page(null, cursor));
    }

    /**
     * Returns the jobs that the caller can see, newest first.
     *
     * @param pageSize how many jobs to fetch with each request, 1 to 1000
     */
    public JobList list(int pageSize) {
        return new JobList(cursor -> page(pageSize, cursor));
    }

    private ListBackfillJobsResponse page(@Nullable Integer pageSize, @Nullable String cursor) {
        ListBackfillJobsResponse page =
                call(() -> core.listBookingDateBackfillJobs(APIListBookingDateBackfillJobsRequest.newBuilder()
                        .pageSize(pageSize)
                        .cursor(cursor)
                        .zuoraEntityIds(scope.entityId())
                        .zuoraOrgIds(scope.orgIds())
                        .zuoraTrackId(scope.trackId())
                        .build()));
        present(page.getJobs(), "jobs");
        return page;
    }

    private interface CoreCall<T> {
        T run() throws ApiException;
    }

    private <T> T call(CoreCall<T> call) {
        try {
            return call.run();
        } catch (ApiException e) {
            throw Failures.core(e, scope.trackId());
        }
    }

    /** The generated getters promise a value, but give null where the service left it out. */
    private <T> T present(@Nullable T value, String member) {
        if (value == null) {
            throw new BackfillException(
                    Failure.withoutAnswer(scope.trackId()), "The answer says success, but has no " + member, null);
        }
        return value;
    }
}
