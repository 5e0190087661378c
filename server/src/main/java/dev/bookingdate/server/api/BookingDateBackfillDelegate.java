package dev.bookingdate.server.api;

import dev.bookingdate.server.call.Call;
import dev.bookingdate.server.call.CurrentCall;
import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.caller.Callers;
import dev.bookingdate.server.generated.api.BookingDateBackfillApiDelegate;
import dev.bookingdate.server.generated.model.BackfillResponse;
import dev.bookingdate.server.generated.model.CreateBackfillJobResponse;
import dev.bookingdate.server.generated.model.GetBackfillJobResponse;
import dev.bookingdate.server.generated.model.ListBackfillJobsResponse;
import dev.bookingdate.server.generated.model.StopBookingDateBackfillJobRequest;
import dev.bookingdate.server.job.JobId;
import dev.bookingdate.server.job.JobPage;
import dev.bookingdate.server.job.JobRest;
import dev.bookingdate.server.job.Jobs;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The job operations. */
@Component
class BookingDateBackfillDelegate implements BookingDateBackfillApiDelegate {

    private final Jobs jobs;
    private final JobRest rest;
    private final Callers callers;
    private final CurrentCall currentCall;
    private final JobView view;

    BookingDateBackfillDelegate(Jobs jobs, JobRest rest, Callers callers, CurrentCall currentCall, Clock clock) {
        this.jobs = jobs;
        this.rest = rest;
        this.callers = callers;
        this.currentCall = currentCall;
        this.view = new JobView(clock);
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
        Caller caller = callers.ofStop(zuoraEntityIds, zuoraOrgIds);
        // The request has one value to say, and validation has read it.
        jobs.stop(caller, jobId);
        Optional<WaitPreference> applied =
                WaitPreference.of(prefer).filter(wait -> rest.await(caller, jobId, wait.atMost()));
        Call call = currentCall.get();
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        applied.ifPresent(wait -> answer.header(WaitPreference.APPLIED, wait.toString()));
        return answer.body(new BackfillResponse(call.processId(), List.of(), call.requestId(), true));
    }

    @Override
    public ResponseEntity<CreateBackfillJobResponse> createBookingDateBackfillJob(
            @Nullable Boolean dryRun,
            @Nullable String zuoraEntityIds,
            @Nullable String zuoraOrgIds,
            @Nullable String zuoraTrackId,
            @Nullable String zuoraVersion,
            @Nullable String idempotencyKey) {
        Caller caller = callers.ofCreate(zuoraEntityIds, zuoraOrgIds);
        JobId id = Boolean.TRUE.equals(dryRun) ? jobs.createDryRun(caller) : jobs.create(caller);
        Call call = currentCall.get();
        return ResponseEntity.ok(
                new CreateBackfillJobResponse(call.processId(), List.of(), call.requestId(), true, id.toString()));
    }

    @Override
    public ResponseEntity<GetBackfillJobResponse> getBookingDateBackfillJob(
            String jobId,
            @Nullable String zuoraEntityIds,
            @Nullable String zuoraOrgIds,
            @Nullable String zuoraTrackId,
            @Nullable String zuoraVersion) {
        Caller caller = callers.ofRead(zuoraEntityIds, zuoraOrgIds);
        Call call = currentCall.get();
        return ResponseEntity.ok(new GetBackfillJobResponse(
                call.processId(), List.of(), call.requestId(), true, view.of(jobs.get(caller, jobId))));
    }

    @Override
    public ResponseEntity<ListBackfillJobsResponse> listBookingDateBackfillJobs(
            Integer pageSize,
            @Nullable String cursor,
            @Nullable String zuoraEntityIds,
            @Nullable String zuoraOrgIds,
            @Nullable String zuoraTrackId,
            @Nullable String zuoraVersion) {
        Caller caller = callers.ofRead(zuoraEntityIds, zuoraOrgIds);
        JobPage page = jobs.list(caller, pageSize, cursor);
        Call call = currentCall.get();
        return ResponseEntity.ok(new ListBackfillJobsResponse(
                        call.processId(),
                        List.of(),
                        call.requestId(),
                        true,
                        page.jobs().stream().map(view::of).toList())
                .nextPage(page.next()));
    }
}
