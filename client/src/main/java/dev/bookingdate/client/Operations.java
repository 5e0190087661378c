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
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
    record Service(BookingDateBackfillApi core, Time time, Duration attemptTimeout, Duration pollInterval) {}

    /** An answer, with what only its headers tell. */
    record Answer<T>(T body, Map<String, List<String>> fields) {

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

    /** The same operations, with the one track id that all requests of a call have. */
    Operations traced() {
        String trackId = options.trackIds().get();
        return trackId == null ? this : with(options.withTrackId(trackId));
    }

    Call call(Duration total) {
        Call call = Call.within(service.time(), total, service.attemptTimeout());
        return waitedFor ? call.waitedForHere() : call;
    }

    Pending<BackfillResponse> stop(String jobId) {
        Call call = call(options.totalTimeout());
        return new Pending<>(call, traced().stop(call, jobId, 0).thenApply(Answer::body));
    }

    /** With {@code Prefer: wait}, unless the seconds are 0. */
    CompletableFuture<Answer<BackfillResponse>> stop(Call call, String jobId, long seconds) {
        Objects.requireNonNull(jobId, "jobId");
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

    Pending<CreateBackfillJobResponse> create(@Nullable String idempotencyKey) {
        Call call = call(options.totalTimeout());
        return idempotencyKey == null
                ? traced().create(call.withFreshKey(), UUID.randomUUID().toString())
                : traced().create(call, idempotencyKey);
    }

    private Pending<CreateBackfillJobResponse> create(Call call, String idempotencyKey) {
        String trackId = options.trackIds().get();
        return new Pending<>(
                call,
                run(
                                call,
                                core -> core.createBookingDateBackfillJobWithHttpInfo(
                                        APICreateBookingDateBackfillJobRequest.newBuilder()
                                                .idempotencyKey(idempotencyKey)
                                                .zuoraEntityIds(options.entityId())
                                                .zuoraOrgIds(options.orgIds())
                                                .zuoraTrackId(trackId)
                                                .build()))
                        .thenApply(created -> {
                            present(created.body().getJobId(), "jobId", trackId);
                            return created.body();
                        }));
    }

    Pending<BackfillJob> get(String jobId) {
        Call call = call(options.totalTimeout());
        return new Pending<>(call, traced().get(call, jobId).thenApply(Answer::body));
    }

    CompletableFuture<Answer<BackfillJob>> get(Call call, String jobId) {
        Objects.requireNonNull(jobId, "jobId");
        String trackId = options.trackIds().get();
        CompletableFuture<Answer<GetBackfillJobResponse>> answer = run(
                call,
                core -> core.getBookingDateBackfillJobWithHttpInfo(APIGetBookingDateBackfillJobRequest.newBuilder()
                        .jobId(jobId)
                        .zuoraEntityIds(options.entityId())
                        .zuoraOrgIds(options.orgIds())
                        .zuoraTrackId(trackId)
                        .build()));
        return answer.thenApply(got -> new Answer<>(present(got.body().getJob(), "job", trackId), got.fields()));
    }

    Pending<ListBackfillJobsResponse> page(@Nullable Integer pageSize, @Nullable String cursor) {
        return traced().page(call(options.totalTimeout()), pageSize, cursor);
    }

    private Pending<ListBackfillJobsResponse> page(Call call, @Nullable Integer pageSize, @Nullable String cursor) {
        String trackId = options.trackIds().get();
        return new Pending<>(
                call,
                run(
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
                        }));
    }

    private interface CoreCall<T> {
        CompletableFuture<ApiResponse<T>> run(BookingDateBackfillApi core) throws ApiException;
    }

    private <T> CompletableFuture<Answer<T>> run(Call call, CoreCall<T> operation) {
        CompletableFuture<ApiResponse<T>> answer;
        try {
            answer = call.during(() -> operation.run(service.core()));
        } catch (ApiException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle((response, failure) -> {
            if (failure == null) {
                return new Answer<>(response.getData(), response.getHeaders());
            }
            Throwable cause = Failures.unwrap(failure);
            throw cause instanceof ApiException unreadable
                    ? Failures.core(unreadable, options.trackIds().get())
                    : cause instanceof RuntimeException known ? known : new CompletionException(cause);
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
