package dev.bookingdate.client;

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
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations, by the generated core: the one implementation behind {@link Jobs} and {@link AsyncJobs}. */
final class Operations {
    private final Service service;
    private final CallOptions options;
    private final boolean waitedFor;

    /** {@code waitedFor}: the thread that begins a call does nothing else until it has the result. */
    Operations(Service service, CallOptions options, boolean waitedFor) {
        this.service = service;
        this.options = options;
        this.waitedFor = waitedFor;
    }

    /** What all calls of a client share. */
    record Service(
            Function<Call, BookingDateBackfillApi> core,
            Time time,
            Alarms alarms,
            Duration attemptTimeout,
            Duration pollInterval) {}

    /** What an answer says, with what only its headers tell. */
    record Result<T>(T body, Map<String, List<String>> fields) {

        @Nullable
        Duration retryAfter() {
            return Failures.retryAfter(headers());
        }

        /** Whether the service has honoured the wish that it wait. */
        boolean waited() {
            return headers().firstValue("Preference-Applied").isPresent();
        }

        private HttpHeaders headers() {
            return HttpHeaders.of(fields, (name, value) -> true);
        }
    }

    CallOptions options() {
        return options;
    }

    Service service() {
        return service;
    }

    Operations with(CallOptions changed) {
        return new Operations(service, changed, waitedFor);
    }

    /** The same operations for a thread that goes on with something else. */
    Operations async() {
        return new Operations(service, options, false);
    }

    /**
     * Begins a call, and asks for the one track id that all its requests have. Never throws: what the application supplies may do so, and
     * may hang, in this thread; then it is interrupted when the time of the call is over.
     */
    <T> Pending<T> begin(
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

    Call call(Duration total) {
        Call call = Call.within(service.time(), total, service.attemptTimeout());
        return waitedFor ? call.waitedForHere() : call;
    }

    Pending<BackfillResponse> stop(String jobId) {
        named(jobId);
        Call call = call(options.totalTimeout());
        return begin(null, call, traced -> traced.stop(call, jobId, 0).thenApply(Result::body));
    }

    /** With {@code Prefer: wait}, unless the seconds are 0. */
    CompletableFuture<Result<BackfillResponse>> stop(Call call, String jobId, long seconds) {
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

    Pending<CreateBackfillJobResponse> create(@Nullable String idempotencyKey, boolean dryRun) {
        Call call = call(options.totalTimeout());
        Call own = idempotencyKey == null ? call.withFreshKey() : call;
        String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
        return begin(key, own, traced -> traced.create(own, key, dryRun));
    }

    private CompletableFuture<CreateBackfillJobResponse> create(Call call, String idempotencyKey, boolean dryRun) {
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
                    return created.body();
                });
    }

    Pending<BackfillJob> get(String jobId) {
        named(jobId);
        Call call = call(options.totalTimeout());
        return begin(null, call, traced -> traced.get(call, jobId).thenApply(Result::body));
    }

    CompletableFuture<Result<BackfillJob>> get(Call call, String jobId) {
        String trackId = options.trackIds().get();
        CompletableFuture<Result<GetBackfillJobResponse>> answer = run(
                call,
                core -> core.getBookingDateBackfillJobWithHttpInfo(APIGetBookingDateBackfillJobRequest.newBuilder()
                        .jobId(jobId)
                        .zuoraEntityIds(options.entityId())
                        .zuoraOrgIds(options.orgIds())
                        .zuoraTrackId(trackId)
                        .build()));
        return answer.thenApply(got -> new Result<>(present(got.body().getJob(), "job", trackId), got.fields()));
    }

    Pending<ListBackfillJobsResponse> page(@Nullable Integer pageSize, @Nullable String cursor) {
        Call call = call(options.totalTimeout());
        return begin(null, call, traced -> traced.page(call, pageSize, cursor));
    }

    private CompletableFuture<ListBackfillJobsResponse> page(
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
                    return page.body();
                });
    }

    /** An empty id would ask for all jobs. */
    static String named(String jobId) {
        if (jobId.isBlank()) {
            throw new IllegalArgumentException("The jobId must not be empty");
        }
        return jobId;
    }

    private interface CoreCall<T> {
        CompletableFuture<ApiResponse<T>> run(BookingDateBackfillApi core) throws ApiException;
    }

    private <T> CompletableFuture<Result<T>> run(Call call, CoreCall<T> operation) {
        CompletableFuture<ApiResponse<T>> answer;
        try {
            answer = operation.run(service.core().apply(call));
        } catch (ApiException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle((response, failure) -> {
            if (failure == null) {
                return new Result<>(response.getData(), response.getHeaders());
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
                    Failure.withoutAnswer(trackId, null, false), "The answer says success, but has no " + member, null);
        }
        return value;
    }
}
