package dev.bookingdate.client.operation;

import dev.bookingdate.client.AsyncJobs;
import dev.bookingdate.client.BackfillException;
import dev.bookingdate.client.Jobs;
import dev.bookingdate.client.Response;
import dev.bookingdate.client.UnusableAnswerException;
import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.generated.ApiException;
import dev.bookingdate.client.generated.ApiResponse;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APICreateBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APIGetBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APIListBookingDateBackfillJobsRequest;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APIStopBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import dev.bookingdate.client.generated.model.GetBackfillJobResponse;
import dev.bookingdate.client.generated.model.ListBackfillJobsResponse;
import dev.bookingdate.client.generated.model.StopBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.model.StopStatus;
import dev.bookingdate.client.transport.Alarms;
import dev.bookingdate.client.transport.Call;
import dev.bookingdate.client.transport.Time;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations, by the generated core: the one implementation behind {@link Jobs} and {@link AsyncJobs}. */
public final class Operations {
    private final Service service;
    private final CallOptions options;
    private final boolean waitedFor;

    /** {@code waitedFor}: the thread that begins a call does nothing else until it has the result. */
    public Operations(Service service, CallOptions options, boolean waitedFor) {
        this.service = service;
        this.options = options;
        this.waitedFor = waitedFor;
    }

    /** What all calls of a client share. */
    public record Service(
            Function<Call, BookingDateBackfillApi> core,
            Time time,
            Alarms alarms,
            Duration attemptTimeout,
            Duration pollInterval) {}

    public CallOptions options() {
        return options;
    }

    public Service service() {
        return service;
    }

    public Operations with(CallOptions changed) {
        return new Operations(service, changed, waitedFor);
    }

    /** The same operations for a thread that goes on with something else. */
    public Operations async() {
        return new Operations(service, options, false);
    }

    /**
     * Begins a call, and asks for the one track id that all its requests have. Never throws: what the application supplies may do so, and
     * may hang, in this thread; then it is interrupted when the time of the call is over.
     */
    public <T> Pending<T> begin(
            Call call, Supplier<BackfillException> late, Function<Operations, CompletableFuture<T>> operation) {
        Alarms.Alarm alarm = service.alarms().after(call.left());
        CompletableFuture<T> result;
        try {
            result = operation.apply(traced());
        } catch (RuntimeException | Error e) {
            result = CompletableFuture.failedFuture(e);
        }
        if (alarm.off()) {
            Thread.interrupted();
            if (result.isCompletedExceptionally()) {
                result = result.exceptionallyCompose(failure ->
                        CompletableFuture.failedFuture(failure instanceof BackfillException ours ? ours : late.get()));
            }
        }
        return new Pending<>(call, result, late);
    }

    private <T> Pending<T> begin(
            @Nullable String key, Call call, Function<Operations, CompletableFuture<T>> operation) {
        return begin(call, () -> Failures.late(null, key), operation);
    }

    private Operations traced() {
        String trackId = options.trackIds().get();
        return trackId == null ? this : with(options.withTrackId(trackId));
    }

    public Call call(Duration total) {
        Call call = Call.within(service.time(), total, service.attemptTimeout()).repeatedAs(options.retryPolicy());
        return waitedFor ? call.waitedForHere() : call;
    }

    public Pending<Response<BackfillResponse>> stop(String jobId) {
        named(jobId);
        Call call = call(options.totalTimeout());
        return begin(null, call, traced -> traced.stop(call, jobId, 0));
    }

    /** With {@code Prefer: wait}, unless the seconds are 0. */
    public CompletableFuture<Response<BackfillResponse>> stop(Call call, String jobId, long seconds) {
        return run(
                call,
                core -> core.stopBookingDateBackfillJobWithHttpInfo(APIStopBookingDateBackfillJobRequest.newBuilder()
                        .jobId(jobId)
                        .stopBookingDateBackfillJobRequest(
                                new StopBookingDateBackfillJobRequest().status(StopStatus.STOPPING))
                        .prefer(seconds > 0 ? "wait=" + seconds : null)
                        .zuoraEntityIds(options.entityId())
                        .zuoraOrgIds(options.orgIds())
                        .zuoraTrackId(options.trackIds().get())
                        .build()));
    }

    public Pending<Response<CreateBackfillJobResponse>> create(@Nullable String idempotencyKey, boolean dryRun) {
        Call call = call(options.totalTimeout());
        Call own = idempotencyKey == null ? call.withFreshKey() : call;
        String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
        return begin(key, own, traced -> traced.create(own, key, dryRun));
    }

    private CompletableFuture<Response<CreateBackfillJobResponse>> create(
            Call call, String idempotencyKey, boolean dryRun) {
        String trackId = options.trackIds().get();
        return run(
                        call,
                        core -> core.createBookingDateBackfillJobWithHttpInfo(
                                APICreateBookingDateBackfillJobRequest.newBuilder()
                                        .idempotencyKey(idempotencyKey)
                                        .dryRun(dryRun ? true : null)
                                        .zuoraEntityIds(options.entityId())
                                        .zuoraOrgIds(options.orgIds())
                                        .zuoraTrackId(trackId)
                                        .build()))
                .thenApply(created -> {
                    present(created.body().getJobId(), "jobId", trackId);
                    return created;
                });
    }

    public Pending<Response<BackfillJob>> get(String jobId) {
        named(jobId);
        Call call = call(options.totalTimeout());
        return begin(null, call, traced -> traced.get(call, jobId));
    }

    public CompletableFuture<Response<BackfillJob>> get(Call call, String jobId) {
        String trackId = options.trackIds().get();
        CompletableFuture<Response<GetBackfillJobResponse>> answer = run(
                call,
                core -> core.getBookingDateBackfillJobWithHttpInfo(APIGetBookingDateBackfillJobRequest.newBuilder()
                        .jobId(jobId)
                        .zuoraEntityIds(options.entityId())
                        .zuoraOrgIds(options.orgIds())
                        .zuoraTrackId(trackId)
                        .build()));
        return answer.thenApply(
                got -> new Response<>(present(got.body().getJob(), "job", trackId), got.status(), got.headers()));
    }

    public Pending<Response<ListBackfillJobsResponse>> page(@Nullable Integer pageSize, @Nullable String cursor) {
        Call call = call(options.totalTimeout());
        return begin(null, call, traced -> traced.page(call, pageSize, cursor));
    }

    private CompletableFuture<Response<ListBackfillJobsResponse>> page(
            Call call, @Nullable Integer pageSize, @Nullable String cursor) {
        String trackId = options.trackIds().get();
        return run(
                        call,
                        core -> core.listBookingDateBackfillJobsWithHttpInfo(
                                APIListBookingDateBackfillJobsRequest.newBuilder()
                                        .pageSize(pageSize)
                                        .cursor(cursor)
                                        .zuoraEntityIds(options.entityId())
                                        .zuoraOrgIds(options.orgIds())
                                        .zuoraTrackId(trackId)
                                        .build()))
                .thenApply(page -> {
                    present(page.body().getJobs(), "jobs", trackId);
                    return page;
                });
    }

    /** An empty id would ask for all jobs. */
    public static String named(String jobId) {
        if (jobId.isBlank()) {
            throw new IllegalArgumentException("The jobId must not be empty");
        }
        return jobId;
    }

    private interface CoreCall<T> {
        CompletableFuture<ApiResponse<T>> run(BookingDateBackfillApi core) throws ApiException;
    }

    private <T> CompletableFuture<Response<T>> run(Call call, CoreCall<T> operation) {
        CompletableFuture<ApiResponse<T>> answer;
        try {
            answer = operation.run(service.core().apply(call));
        } catch (ApiException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle((response, failure) -> {
            if (failure == null) {
                return new Response<>(response.getData(), response.getStatusCode(), response.getHeaders());
            }
            Throwable cause = Failures.unwrap(failure);
            throw cause instanceof ApiException unreadable
                    ? Failures.core(unreadable, options.trackIds().get())
                    : new CompletionException(cause);
        });
    }

    /** The generated getters promise a value, but give null where the service left it out. */
    private static <T> T present(@Nullable T value, String member, @Nullable String trackId) {
        if (value == null) {
            throw new UnusableAnswerException(
                    Failures.unanswered(trackId, null, false), "The answer says success, but has no " + member, null);
        }
        return value;
    }
}
