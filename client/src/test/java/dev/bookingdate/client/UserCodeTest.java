package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bookingdate.client.FakeService.Answer;
import dev.bookingdate.client.transport.RetryExchange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an application's own executor, clock, supplier, observer or listener does: a call ends, and the next one works. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UserCodeTest {
    private static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final Duration TOTAL = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
    private static final Answer BUSY = Answer.json(503, "{}");
    private static final Answer OK =
            Answer.json(200, "{" + FakeService.SUCCESS + ",\"job\":{\"id\":\"" + JOB + "\",\"status\":\"STOPPED\"}}");

    @RegisterExtension
    final FakeService service = new FakeService();

    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void release() {
        end.countDown();
    }

    static Stream<Executor> executorsThatReject() {
        ExecutorService shutDown = Executors.newSingleThreadExecutor();
        shutDown.shutdown();
        return Stream.of(shutDown, task -> {
            throw new RejectedExecutionException("full");
        });
    }

    @ParameterizedTest
    @MethodSource("executorsThatReject")
    void executorThatRejects_failsNoCall(Executor executor) throws Exception {
        service.answers(BUSY, OK, BUSY, OK, BUSY, OK);
        try (BackfillClient client = builder().executor(executor).build()) {
            assertThat(client.jobs().get(JOB).getId()).isEqualTo(JOB);
            assertThat(client.jobs().async().get(JOB).get().getId()).isEqualTo(JOB);
            assertThat(client.jobs()
                            .withProgress(job -> {})
                            .async()
                            .awaitFinished(JOB, TOTAL)
                            .get())
                    .isInstanceOf(JobEnd.Stopped.class);
        }
    }

    @Test
    void executorThatRejects_givesTheTurnsOn() {
        service.answers(OK);
        try (BackfillClient client = builder()
                .executor(task -> {
                    throw new RejectedExecutionException("full");
                })
                .concurrentRequests(1)
                .build()) {
            AsyncJobs jobs = client.jobs().async();

            CompletableFuture<?>[] calls =
                    Stream.generate(() -> jobs.get(JOB)).limit(20).toArray(CompletableFuture[]::new);

            assertThat(CompletableFuture.allOf(calls)).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void executorThatRunsNothing_endsNoCallLate() {
        service.answers(OK);
        try (BackfillClient client = builder().executor(task -> {}).build()) {
            assertThat(client.jobs().get(JOB).getId()).as("which needs none").isEqualTo(JOB);
            assertThat(client.jobs().withTimeout(SHORT).async().get(JOB))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(CallTimeoutException.class);
            assertThatThrownBy(() -> client.jobs().withProgress(job -> {}).awaitFinished(JOB, SHORT))
                    .isInstanceOf(AwaitTimeoutException.class);
        }
    }

    @Test
    void forever_isATimeoutLikeAnyOther() throws Exception {
        service.answers(Answer.token("t1", "" + Long.MAX_VALUE), BUSY, OK);
        try (BackfillClient client = BackfillClient.builder()
                .baseUrl(service.baseUrl())
                .credentials("id", "secret")
                .connectTimeout(FOREVER)
                .attemptTimeout(FOREVER)
                .totalTimeout(FOREVER)
                .pollInterval(FOREVER)
                .retryPolicy(new RetryPolicy(5, Duration.ofMillis(1), FOREVER))
                .build()) {
            Jobs jobs = client.jobs().withTimeout(FOREVER);

            assertThat(jobs.get(JOB).getId()).isEqualTo(JOB);
            assertThat(jobs.async().stop(JOB).get().getSuccess()).isTrue();
            assertThat(jobs.stopAndAwait(JOB, FOREVER)).isInstanceOf(JobEnd.Stopped.class);
            assertThat(jobs.awaitStarted(JOB, FOREVER).getId()).isEqualTo(JOB);
            assertThat(jobs.async().awaitFinished(JOB, FOREVER).get()).isInstanceOf(JobEnd.Stopped.class);
        }
        assertThat(RetryExchange.delay(new RetryPolicy(5, FOREVER, FOREVER), 3, 0.5))
                .isPositive();
    }

    @Test
    void foreverAsADeadline_stillPausesShortlyAtFirst() {
        Answer processing = Answer.json(200, "{" + FakeService.SUCCESS + ",\"job\":{\"status\":\"PROCESSING\"}}");
        service.answers(processing, processing, OK);
        FakeTime time = new FakeTime();

        service.builder().time(time).build().jobs().awaitFinished(JOB, FOREVER);

        assertThat(time.slept()).containsExactly(Duration.ofMillis(100), Duration.ofMillis(100));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void clockThatThrowsOnce_failsOneCall_andNoOther(int reading) {
        // Both a token and a job, whatever is asked for.
        service.answers(
                Answer.json(200, OK.body().replaceFirst("[{]", "{\"access_token\":\"t1\",\"expires_in\":3599,")));
        AtomicInteger readings = new AtomicInteger();
        try (BackfillClient client = BackfillClient.builder()
                .baseUrl(service.baseUrl())
                .credentials("id", "secret")
                .totalTimeout(TOTAL)
                .clock(clock(() -> {
                    if (readings.getAndIncrement() == reading) {
                        throw new IllegalStateException("mine");
                    }
                    return Instant.EPOCH;
                }))
                .build()) {
            List<Throwable> failures = Stream.generate(
                            () -> catchThrowable(() -> client.jobs().get(JOB)))
                    .limit(3)
                    .filter(Objects::nonNull)
                    .toList();

            assertThat(failures)
                    .hasSize(1)
                    .allSatisfy(failure -> assertThat(failure).hasMessage("mine"));
            assertThat(client.jobs().async().get(JOB)).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void whatASupplierThrows_isAFailedFuture_withTheStackOfTheSupplier() {
        service.answers(OK);
        BackfillClient tokens = builder().accessToken(UserCodeTest::fails).build();
        BackfillClient trackIds = builder().trackIds(UserCodeTest::fails).build();
        BackfillClient errors = builder()
                .accessToken(() -> {
                    throw new NoClassDefFoundError("mine");
                })
                .build();

        for (BackfillClient client : new BackfillClient[] {tokens, trackIds}) {
            assertThat(catchThrowable(() -> client.jobs().get(JOB))).satisfies(UserCodeTest::isMine);
            assertThat(client.jobs().async().get(JOB))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .satisfies(e -> isMine(e.getCause()));
            assertThat(client.jobs().async().awaitFinished(JOB, TOTAL))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .satisfies(e -> isMine(e.getCause()));
        }
        assertThatThrownBy(() -> errors.jobs().get(JOB)).isInstanceOf(NoClassDefFoundError.class);
        assertThat(errors.jobs().async().get(JOB))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NoClassDefFoundError.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAListenerThrows_endsTheWait_withTheStackOfTheListener(boolean ofTheClient) {
        service.answers(OK);

        assertThat(catchThrowable(() -> service.client()
                        .jobs()
                        .withProgress(job -> {
                            if (ofTheClient) {
                                failsAsACall();
                            }
                            fails();
                        })
                        .awaitFinished(JOB, TOTAL)))
                .satisfies(failure -> assertThat(failure.getStackTrace())
                        .extracting(StackTraceElement::getMethodName)
                        .contains(ofTheClient ? "failsAsACall" : "fails"));
    }

    /** Port 1: nobody listens there. */
    private static void failsAsACall() {
        BackfillClient.builder()
                .baseUrl("http://127.0.0.1:1")
                .accessToken(() -> "token")
                .retryPolicy(RetryPolicy.none())
                .build()
                .jobs()
                .get(JOB);
    }

    @Test
    void ourOwnFailures_haveTheStackOfTheCaller() {
        service.answers(BUSY);

        assertThat(catchThrowable(() -> service.client().jobs().get(JOB)).getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .contains("ourOwnFailures_haveTheStackOfTheCaller");
    }

    @Test
    void whatAnObserverThrows_failsNoCall() {
        service.answers(OK);

        assertThat(builder()
                        .observer(attempt -> {
                            throw new AssertionError("mine");
                        })
                        .build()
                        .jobs()
                        .get(JOB)
                        .getId())
                .isEqualTo(JOB);
    }

    @Test
    void supplierThatHangs_endsNoCallLate() {
        service.answers(OK);
        BackfillClient tokens =
                builder().totalTimeout(SHORT).accessToken(this::hangs).build();
        BackfillClient trackIds =
                builder().totalTimeout(SHORT).trackIds(this::hangs).build();
        BackfillClient clock = BackfillClient.builder()
                .baseUrl(service.baseUrl())
                .credentials("id", "secret")
                .totalTimeout(SHORT)
                .clock(clock(() -> Instant.parse(hangs())))
                .build();

        for (BackfillClient client : new BackfillClient[] {tokens, trackIds, clock}) {
            assertThatThrownBy(() -> client.jobs().get(JOB)).isInstanceOf(CallTimeoutException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void listenerThatHangs_endsNoWaitLate() {
        service.answers(OK);

        assertThatThrownBy(() ->
                        builder().build().jobs().withProgress(job -> hangs()).awaitFinished(JOB, SHORT))
                .isInstanceOf(AwaitTimeoutException.class);
    }

    private BackfillClientBuilder builder() {
        return service.builder().totalTimeout(TOTAL).retryPolicy(new RetryPolicy(5, Duration.ofMillis(1), TOTAL));
    }

    private String hangs() {
        try {
            end.await(15, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        return "late";
    }

    private static String fails() {
        throw new IllegalStateException("mine");
    }

    private static void isMine(Throwable failure) {
        assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("mine");
        assertThat(failure.getStackTrace()[0].getMethodName()).isEqualTo("fails");
    }

    private static Clock clock(Supplier<Instant> instants) {
        return new Clock() {
            @Override
            public Instant instant() {
                return instants.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }
}
