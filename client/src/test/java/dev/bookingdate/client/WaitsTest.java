package dev.bookingdate.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bookingdate.client.FakeService.Answer;
import dev.bookingdate.client.FakeService.Seen;
import dev.bookingdate.client.generated.ApiResponse;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.client.operation.CallOptions;
import dev.bookingdate.client.operation.Operations;
import dev.bookingdate.client.operation.Pending;
import dev.bookingdate.client.transport.Alarms;
import dev.bookingdate.client.transport.Time;
import dev.bookingdate.client.wait.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits end: with what was waited for, with a failure that will not pass, at the deadline, or when they are given up. */
@Timeout(20)
class WaitsTest {
    private static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Answer STOPPING = Answer.json(200, "{" + FakeService.SUCCESS + "}");

    @RegisterExtension
    final FakeService service = new FakeService();

    private final FakeTime time = new FakeTime();

    @ParameterizedTest
    @CsvSource({"STOPPED, Stopped", "COMPLETED, Completed", "FAILED, Failed"})
    void end_isTold_inTheType(String status, String type) {
        service.answers(job("ACCEPTED"), job("PROCESSING"), job(status));

        JobEnd end = jobs().awaitFinished(JOB, MINUTE);

        assertThat(end.getClass().getSimpleName()).isEqualTo(type);
        assertThat(end.job().getStatus().getValue()).isEqualTo(status);
    }

    @Test
    void stopAndAwait_hasTheServiceWait() {
        service.answers(
                Answer.json(200, "{" + FakeService.SUCCESS + "}", "Preference-Applied", "wait=30"), job("STOPPED"));

        JobEnd end = jobs().stopAndAwait(JOB, MINUTE);

        assertThat(end).isInstanceOf(JobEnd.Stopped.class);
        assertThat(service.headers("Prefer")).containsExactly("wait=30", "-");
        assertThat(time.slept()).isEmpty();
    }

    @Test
    void stopAndAwait_asksAgain_whereTheServiceHasWaitedInVain() {
        Answer waited = Answer.json(200, "{" + FakeService.SUCCESS + "}", "Preference-Applied", "wait=30");
        service.answers(waited, job("PROCESSING"), waited, job("STOPPED"));

        assertThat(jobs().stopAndAwait(JOB, MINUTE)).isInstanceOf(JobEnd.Stopped.class);

        assertThat(service.seen()).extracting(Seen::method).containsExactly("PUT", "GET", "PUT", "GET");
    }

    @Test
    void stopAndAwait_reads_whereTheServiceDoesNotWait() {
        service.answers(STOPPING, job("PROCESSING"), job("PROCESSING"), job("STOPPED"));

        assertThat(jobs().stopAndAwait(JOB, MINUTE)).isInstanceOf(JobEnd.Stopped.class);

        assertThat(service.seen()).extracting(Seen::method).containsExactly("PUT", "GET", "GET", "GET");
    }

    @Test
    void stopAndAwait_leavesTimeForTheAnswer() {
        service.answers(STOPPING, job("STOPPED"), STOPPING, job("STOPPED"));

        jobs().stopAndAwait(JOB, Duration.ofSeconds(12));
        jobs().stopAndAwait(JOB, Duration.ofMillis(2500));

        assertThat(service.headers("Prefer")).containsExactly("wait=10", "-", "-", "-");
    }

    @Test
    void stopAndAwait_tellsAJobThatHadFinished() {
        service.answers(
                Answer.json(409, "{\"success\":false,\"reasons\":[{\"code\":\"50000030\"}]}"), job("COMPLETED"));

        assertThat(jobs().stopAndAwait(JOB, MINUTE)).isInstanceOf(JobEnd.Completed.class);
    }

    /** Answers of an outage, and of what may be wrong in front of the service: none of them takes the stop off the record. */
    @ParameterizedTest
    @ValueSource(ints = {503, 429, 401, 403, 404, 400, 200})
    void stopOnRecord_isAwaitedUntilTheDeadline_whateverFailsThen(int status) {
        Answer waited = Answer.json(200, "{" + FakeService.SUCCESS + "}", "Preference-Applied", "wait=30");
        Answer down = Answer.json(status, "{}");
        service.answers(waited, job("PROCESSING"), down, down, down, down, down, down, down, down, job("STOPPED"));

        assertThat(jobs().stopAndAwait(JOB, MINUTE.multipliedBy(3))).isInstanceOf(JobEnd.Stopped.class);
    }

    @Test
    void stopOnRecord_andNothingButFailures_endsAtTheDeadline_withTheFailureAsTheCause() {
        Answer waited = Answer.json(200, "{" + FakeService.SUCCESS + "}", "Preference-Applied", "wait=30");
        service.answers(waited, Answer.json(403, "{}"));

        assertThatThrownBy(() -> jobs().stopAndAwait(JOB, MINUTE))
                .isInstanceOf(AwaitTimeoutException.class)
                .hasCauseInstanceOf(PermissionException.class);
        assertThat(time.passed()).isEqualTo(MINUTE);
    }

    @Test
    void stopThatIsNotOnRecord_failsWithItsFailure() {
        service.answers(Answer.json(403, "{}"));

        assertThatThrownBy(() -> jobs().stopAndAwait(JOB, MINUTE)).isInstanceOf(PermissionException.class);
    }

    @Test
    void awaitStarted_endsWithTheStart() {
        service.answers(job("ACCEPTED"), job("PAUSED"), job("PROCESSING"));

        assertThat(jobs().awaitStarted(JOB, MINUTE).getStatus()).isEqualTo(JobStatus.PROCESSING);
    }

    @Test
    void deadline_endsAWait_withTheLastKnownState() {
        service.answers(job("PROCESSING"));

        AwaitTimeoutException e =
                catchThrowableOfType(AwaitTimeoutException.class, () -> jobs().awaitFinished(JOB, MINUTE));

        assertThat(e.lastKnown()).map(BackfillJob::getStatus).contains(JobStatus.PROCESSING);
        assertThat(time.passed()).isEqualTo(MINUTE);
    }

    @Test
    void pauses_growWithTheWait_upToTheInterval() {
        service.answers(job("PROCESSING"));

        assertThatThrownBy(() -> jobs().awaitFinished(JOB, Duration.ofMinutes(5)));

        assertThat(time.slept().get(0)).isEqualTo(Duration.ofMillis(100));
        assertThat(time.slept()).contains(Duration.ofSeconds(5)).allMatch(pause -> pause.toMillis() <= 5000);
    }

    @Test
    void retryAfter_isHonoured() {
        service.answers(
                Answer.json(
                        200, "{" + FakeService.SUCCESS + ",\"job\":{\"status\":\"PROCESSING\"}}", "Retry-After", "9"),
                job("STOPPED"));

        jobs().awaitStopped(JOB, MINUTE);

        assertThat(time.slept())
                .as("never sooner, and up to a quarter later")
                .containsExactly(Duration.ofMillis(10_125));
    }

    @Test
    void failureThatPasses_endsNoWait() {
        Answer down = Answer.json(503, "{}");
        service.answers(job("PROCESSING"), down, down, down, down, down, down, job("STOPPED"));

        assertThat(jobs().awaitStopped(JOB, MINUTE)).isInstanceOf(JobEnd.Stopped.class);
    }

    @Test
    void failureThatDoesNotPass_endsTheWait() {
        service.answers(
                job("PROCESSING"), Answer.json(404, "{\"success\":false,\"reasons\":[{\"code\":\"50000040\"}]}"));

        assertThatThrownBy(() -> jobs().awaitStopped(JOB, MINUTE)).isInstanceOf(JobNotFoundException.class);
    }

    @Test
    void deadlineDuringFailures_tellsTheFailureAsTheCause() {
        service.answers(job("PROCESSING"), Answer.json(503, "{}"));

        assertThatThrownBy(() -> jobs().awaitStopped(JOB, MINUTE))
                .isInstanceOf(AwaitTimeoutException.class)
                .hasCauseInstanceOf(UnavailableException.class);
    }

    /** What a wait of a day keeps must not grow with its readings: 194 bytes each were 3.4 MB a day. */
    @Test
    void readings_leaveNothingBehind() throws Exception {
        byte[] body = job("PROCESSING").body().getBytes(UTF_8);
        SteppedTime stepped = new SteppedTime();
        BookingDateBackfillApi generated = new BookingDateBackfillApi(
                request -> CompletableFuture.completedFuture(new ApiResponse<>(200, Map.of(), body)));
        Operations operations = new Operations(
                new Operations.Service(call -> generated, stepped, new Alarms(), MINUTE, Duration.ofNanos(1)),
                new CallOptions(null, null, () -> null, MINUTE, CallOptions.UNWATCHED, null),
                false);
        Pending<JobEnd> wait = Wait.untilEnded(operations, Runnable::run, JOB, Duration.ofDays(1));

        stepped.step(2_000);
        long before = used();
        stepped.step(20_000);
        long grown = used() - before;

        assertThat(grown / 20_000.0).as("bytes a reading").isLessThan(60);
        assertThat(wait.result()).isNotDone();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Time whose pauses end when the test says so, one after the other. */
    private static final class SteppedTime implements Time {
        private CompletableFuture<Void> pause = new CompletableFuture<>();

        void step(int pauses) {
            for (int i = 0; i < pauses; i++) {
                pause.complete(null);
            }
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public CompletableFuture<Void> sleep(Duration duration) {
            pause = new CompletableFuture<>();
            return pause;
        }

        @Override
        public double random() {
            return 0.5;
        }
    }

    @Test
    void progress_isTold_eachTimeTheJobIsRead() {
        service.answers(job("ACCEPTED"), job("PROCESSING"), job("COMPLETED"));
        List<String> told = new ArrayList<>();

        jobs().withProgress(job -> told.add(job.getStatus().getValue())).awaitFinished(JOB, MINUTE);

        assertThat(told).containsExactly("ACCEPTED", "PROCESSING", "COMPLETED");
    }

    @Test
    void wait_hasOneTrackId() {
        service.answers(STOPPING, job("PROCESSING"), job("STOPPED"));

        jobs().withTrackId("mine").stopAndAwait(JOB, MINUTE);

        assertThat(service.headers("Zuora-Track-Id")).containsExactly("mine", "mine", "mine");
    }

    @Test
    void interruption_endsAWait_andStaysVisible() throws InterruptedException {
        service.answers(job("PROCESSING"));
        AtomicReference<Throwable> met = new AtomicReference<>();
        CountDownLatch reading = new CountDownLatch(1);
        BackfillClient client = service.builder().build();
        Thread waiting = new Thread(() -> {
            try {
                client.jobs().withProgress(job -> reading.countDown()).awaitFinished(JOB, Duration.ofHours(1));
            } catch (BackfillException e) {
                met.set(Thread.currentThread().isInterrupted() ? e : null);
            }
        });
        waiting.start();
        reading.await();

        waiting.interrupt();
        waiting.join();

        assertThat(met.get()).isInstanceOf(CallInterruptedException.class);
    }

    @Test
    void async_isTheSame() throws Exception {
        service.answers(STOPPING, job("PROCESSING"), job("STOPPED"));

        assertThat(jobs().async().stopAndAwait(JOB, MINUTE).get()).isInstanceOf(JobEnd.Stopped.class);
    }

    @Test
    void cancelledFuture_endsThePauseAndTheReadings() throws InterruptedException {
        service.answers(job("PROCESSING"));
        PausedTime paused = new PausedTime();
        CompletableFuture<JobEnd> wait =
                service.builder().time(paused).build().jobs().async().awaitFinished(JOB, MINUTE);
        paused.begun.await();

        wait.cancel(true);

        Awaitility.await().untilAsserted(() -> assertThat(paused.pause).isCancelled());
        assertThat(service.seen()).hasSize(1);
    }

    @Test
    void futureThatEndsBeforeItsCall_givesTheCallUp() throws Exception {
        List<Consumer<CompletableFuture<?>>> endings = List.of(
                future -> future.cancel(true),
                future -> future.orTimeout(1, TimeUnit.MILLISECONDS),
                future -> future.completeExceptionally(new IllegalStateException("mine")),
                future -> future.complete(null));
        List<Function<AsyncJobs, CompletableFuture<?>>> calls = List.of(
                jobs -> jobs.list(),
                jobs -> jobs.list(1),
                jobs -> jobs.get(JOB),
                jobs -> jobs.stop(JOB),
                jobs -> jobs.create(),
                jobs -> jobs.awaitFinished(JOB, MINUTE),
                jobs -> jobs.stopAndAwait(JOB, MINUTE));
        service.answers(Answer.json(503, "{}"));
        for (Consumer<CompletableFuture<?>> ending : endings) {
            for (Function<AsyncJobs, CompletableFuture<?>> call : calls) {
                PausedTime paused = new PausedTime();
                CompletableFuture<?> future =
                        call.apply(service.builder().time(paused).build().jobs().async());
                paused.begun.await();

                ending.accept(future);

                Awaitility.await()
                        .pollInterval(Duration.ofMillis(5))
                        .untilAsserted(() -> assertThat(paused.pause).isCancelled());
            }
        }
    }

    @Test
    void nextPageThatIsCancelled_givesTheCallUp() throws Exception {
        service.answers(
                Answer.json(200, "{" + FakeService.SUCCESS + ",\"jobs\":[{\"id\":\"a\"}],\"nextPage\":\"n\"}"),
                Answer.json(503, "{}"));
        PausedTime paused = new PausedTime();
        JobPage first =
                service.builder().time(paused).build().jobs().async().list().get();
        CompletableFuture<JobPage> next = first.next();
        paused.begun.await();

        next.cancel(true);

        Awaitility.await().untilAsserted(() -> assertThat(paused.pause).isCancelled());
    }

    /** A pause that does not end by itself. */
    private static final class PausedTime implements Time {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CompletableFuture<Void> pause = new CompletableFuture<>();

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public CompletableFuture<Void> sleep(Duration duration) {
            begun.countDown();
            return pause;
        }

        @Override
        public double random() {
            return 0.5;
        }
    }

    @Test
    void async_failsWithTheSameException() {
        service.answers(Answer.json(400, "{}"));

        assertThat(jobs().async().get(JOB))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(InvalidRequestException.class);
    }

    @Test
    void asyncList_leadsFromPageToPage() throws Exception {
        service.answers(
                Answer.json(200, "{" + FakeService.SUCCESS + ",\"jobs\":[{\"id\":\"a\"}],\"nextPage\":\"n\"}"),
                Answer.json(200, "{" + FakeService.SUCCESS + ",\"jobs\":[{\"id\":\"b\"}]}"));

        JobPage first = jobs().async().list(1).get();
        JobPage second = first.next().get();

        assertThat(first.jobs()).extracting(BackfillJob::getId).containsExactly("a");
        assertThat(second.jobs()).extracting(BackfillJob::getId).containsExactly("b");
        assertThat(second.hasNext()).isFalse();
        assertThat(service.seen().get(1).uri()).contains("pageSize=1").contains("cursor=n");
    }

    private Jobs jobs() {
        return service.builder().time(time).build().jobs();
    }

    private static Answer job(String status) {
        return Answer.json(
                200, "{" + FakeService.SUCCESS + ",\"job\":{\"id\":\"" + JOB + "\",\"status\":\"" + status + "\"}}");
    }
}
