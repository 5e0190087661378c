package dev.bookingdate.server.http;

import dev.bookingdate.server.call.Call;
import dev.bookingdate.server.call.CurrentCall;
import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.caller.Callers;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.generated.api.BookingDateBackfillApiDelegate;
import dev.bookingdate.server.generated.model.BackfillJob;
import dev.bookingdate.server.generated.model.BackfillResponse;
import dev.bookingdate.server.generated.model.CreateBackfillJobResponse;
import dev.bookingdate.server.generated.model.GetBackfillJobResponse;
import dev.bookingdate.server.generated.model.JobStatus;
import dev.bookingdate.server.generated.model.JobType;
import dev.bookingdate.server.generated.model.ListBackfillJobsResponse;
import dev.bookingdate.server.generated.model.StopBookingDateBackfillJobRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** Answers by the job id: a known job of tenant 1001, one that has ended, one that breaks, one that takes its time. */
class ScriptedDelegate implements BookingDateBackfillApiDelegate {

    static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b1a35";
    static final String BREAKS = "bug00000000000000000000000000000";
    static final String DATABASE_GONE = "db000000000000000000000000000000";
    static final String DATABASE_SLOW = "slow0000000000000000000000000000";
    static final String BUSY = "busy0000000000000000000000000000";
    static final String ENDED = "ended000000000000000000000000000";
    static final String HELD = "held0000000000000000000000000000";
    static final String DETAIL = "detail-that-nobody-may-see";

    private final Callers callers;
    private final CurrentCall call;
    volatile String padding = "";

    /** Calls for {@link #HELD} wait until it opens. */
    volatile CountDownLatch latch = new CountDownLatch(0);

    /** How many have come to wait. */
    final AtomicInteger held = new AtomicInteger();

    ScriptedDelegate(Callers callers, CurrentCall call) {
        this.callers = callers;
        this.call = call;
    }

    @Override
    public ResponseEntity<CreateBackfillJobResponse> createBookingDateBackfillJob(
            @Nullable Boolean dryRun,
            @Nullable String zuoraEntityIds,
            @Nullable String zuoraOrgIds,
            @Nullable String zuoraTrackId,
            @Nullable String zuoraVersion,
            @Nullable String idempotencyKey) {
        callers.ofCreate(zuoraEntityIds, zuoraOrgIds);
        Call ids = call.get();
        return ResponseEntity.ok(new CreateBackfillJobResponse(ids.processId(), List.of(), ids.requestId(), true, JOB));
    }

    @Override
    public ResponseEntity<GetBackfillJobResponse> getBookingDateBackfillJob(
            String jobId,
            @Nullable String zuoraEntityIds,
            @Nullable String zuoraOrgIds,
            @Nullable String zuoraTrackId,
            @Nullable String zuoraVersion) {
        visible(jobId, callers.ofRead(zuoraEntityIds, zuoraOrgIds));
        Call ids = call.get();
        return ResponseEntity.ok(new GetBackfillJobResponse(ids.processId(), List.of(), ids.requestId(), true, job(0)));
    }

    @Override
    public ResponseEntity<ListBackfillJobsResponse> listBookingDateBackfillJobs(
            Integer pageSize,
            @Nullable String cursor,
            @Nullable String zuoraEntityIds,
            @Nullable String zuoraOrgIds,
            @Nullable String zuoraTrackId,
            @Nullable String zuoraVersion) {
        callers.ofRead(zuoraEntityIds, zuoraOrgIds);
        Call ids = call.get();
        List<BackfillJob> jobs =
                IntStream.range(0, pageSize).mapToObj(this::job).toList();
        return ResponseEntity.ok(new ListBackfillJobsResponse(ids.processId(), List.of(), ids.requestId(), true, jobs));
    }

    @Override
    public ResponseEntity<BackfillResponse> stopBookingDateBackfillJob(
            String jobId,
            StopBookingDateBackfillJobRequest request,
            @Nullable String zuoraEntityIds,
            @Nullable String zuoraOrgIds,
            @Nullable String zuoraTrackId,
            @Nullable String zuoraVersion,
            @Nullable String prefer) {
        visible(jobId, callers.ofStop(zuoraEntityIds, zuoraOrgIds));
        Call ids = call.get();
        return ResponseEntity.ok(new BackfillResponse(ids.processId(), List.of(), ids.requestId(), true));
    }

    private void visible(String jobId, Caller caller) {
        switch (jobId) {
            case HELD -> {
                held.incrementAndGet();
                awaitLatch();
            }
            case ENDED -> throw new RequestRefused(ErrorCategory.BUSINESS_RULE, "The job has ended.");
            case BREAKS -> throw new IllegalStateException(DETAIL);
            case DATABASE_GONE -> throw new CannotGetJdbcConnectionException(DETAIL, new SQLException(DETAIL));
            case DATABASE_SLOW -> throw new QueryTimeoutException(DETAIL);
            case BUSY ->
                throw new RequestRefused(
                        429, List.of(ErrorCategory.LIMIT_EXCEEDED.reason("Too much.")), Map.of("Retry-After", "7"));
            default -> {
                if (!jobId.equals(JOB) || caller.tenantId() != 1001) {
                    throw new RequestRefused(
                            ErrorCategory.NOT_FOUND, "No booking date backfill job with this id was found.");
                }
            }
        }
    }

    private void awaitLatch() {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody opened the latch");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private BackfillJob job(int number) {
        return new BackfillJob(
                        JOB, 1L, "r", 1L, "r", "u", JobStatus.FAILED, JobType.BOOKING_DATE, number, 0, 0, "0.00%")
                .failureReason(padding);
    }
}
