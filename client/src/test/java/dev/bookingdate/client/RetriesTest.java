package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bookingdate.client.FakeService.Answer;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APICreateBookingDateBackfillJobRequest;
import dev.bookingdate.client.transport.RetryBudget;
import dev.bookingdate.client.transport.RetryExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, how often, and after how long: the vendor's advice, without what is not safe. */
@Timeout(20)
class RetriesTest {
    private static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final Answer OK = Answer.json(200, "{" + FakeService.SUCCESS + "}");
    private static final Answer CREATED = Answer.json(200, "{" + FakeService.SUCCESS + ",\"jobId\":\"" + JOB + "\"}");

    @RegisterExtension
    final FakeService service = new FakeService();

    private final FakeTime time = new FakeTime();

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void passingStatus_isTriedAgain(int status) {
        service.answers(Answer.json(status, "{}"), OK);

        client().jobs().stop(JOB);

        assertThat(service.seen()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"50", "60", "61", "70", "99"})
    void passingCategory_isTriedAgain_evenInsideA200(String category) {
        service.answers(
                Answer.json(200, "{\"success\":false,\"reasons\":[{\"code\":\"500000" + category + "\"}]}"), OK);

        client().jobs().stop(JOB);

        assertThat(service.seen()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 403, 404, 409, 413, 415, 422})
    void whatDoesNotPass_isNotTriedAgain(int status) {
        service.answers(Answer.json(status, "{}"));

        BackfillException e = failure(() -> client().jobs().stop(JOB));

        assertThat(e.isRetryable()).isFalse();
        assertThat(service.seen()).hasSize(1);
    }

    @Test
    void pauses_growUpToTheBound_andAreHalfOfItByThisChance() {
        service.answers(Answer.json(503, "{}"));

        BackfillException e = failure(() -> client().jobs().get(JOB));

        assertThat(e).isInstanceOf(UnavailableException.class);
        assertThat(e.isRetryable()).isTrue();
        assertThat(service.seen()).hasSize(5);
        assertThat(time.slept())
                .containsExactly(
                        Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void delay_isBounded_howeverOftenItIsTried() {
        RetryPolicy policy = new RetryPolicy(100, Duration.ofSeconds(1), Duration.ofSeconds(60));

        assertThat(RetryExchange.delay(policy, 99, 1)).isEqualTo(Duration.ofSeconds(60));
        assertThat(RetryExchange.delay(policy, 1, 0)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "7, ",
        "'Wed, 21 Oct 2015 07:28:07 GMT', 'Wed, 21 Oct 2015 07:28:00 GMT'",
    })
    void retryAfter_comesFirst_inSecondsAndAsADateByTheServicesClock(String retryAfter, String date) {
        service.answers(
                date == null
                        ? Answer.json(429, "{}", "Retry-After", retryAfter)
                        : Answer.json(429, "{}", "Retry-After", retryAfter, "Date", date),
                OK);

        client().jobs().stop(JOB);

        if (date == null) {
            assertThat(time.slept()).containsExactly(Duration.ofMillis(7500));
        } else {
            // The JDK's server sets the date of an answer itself, and that is later: no wait but the random one.
            assertThat(time.slept()).containsExactly(Duration.ofMillis(500));
        }
    }

    @Test
    void retryAfterThatLeavesNoTimeForChance_isHonouredAsItIs() {
        service.answers(Answer.json(429, "{}", "Retry-After", "119"), OK);

        builder().totalTimeout(Duration.ofMillis(119_300)).build().jobs().stop(JOB);

        assertThat(time.slept()).containsExactly(Duration.ofSeconds(119));
    }

    @Test
    void outage_isNotMultipliedByTheTries() {
        service.answers(Answer.json(503, "{}"));
        Jobs jobs = client().jobs();

        for (int i = 0; i < 200; i++) {
            failure(() -> jobs.get(JOB));
        }

        assertThat(service.seen()).as("200 calls, 100 repetitions").hasSize(300);
        failure(() -> jobs.stop(JOB));
        assertThat(service.seen()).as("five tries of a stop").hasSize(305);
    }

    @Test
    void successes_fillTheBudgetUp() {
        RetryBudget budget = new RetryBudget();
        int repetitions = 0;
        while (budget.take()) {
            repetitions++;
        }
        assertThat(repetitions).isEqualTo(100);

        for (int i = 0; i < 4; i++) {
            budget.giveBack(false);
        }
        assertThat(budget.take()).isFalse();
        budget.giveBack(false);
        assertThat(budget.take()).isTrue();
        budget.giveBack(true);
        assertThat(budget.take()).isTrue();
    }

    @Test
    void waitThatIsLongerThanWhatIsLeft_isNotBegun() {
        service.answers(Answer.json(429, "{}", "Retry-After", "121"));

        BackfillException e = failure(() -> client().jobs().stop(JOB));

        assertThat(e).isInstanceOf(RateLimitException.class);
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(121));
        assertThat(time.slept()).isEmpty();
    }

    @Test
    void create_isTriedAgain_withTheSameKey() {
        service.answers(Answer.json(503, "{}"), Answer.json(500, "{}"), CREATED);

        assertThat(client().jobs().create().getJobId()).isEqualTo(JOB);

        List<String> keys = service.headers("Idempotency-Key");
        assertThat(keys).hasSize(3).containsOnly(keys.get(0));
        assertThat(UUID.fromString(keys.get(0))).isNotNull();
    }

    @Test
    void secondCreate_hasAnotherKey_andAFailureTellsIt() {
        service.answers(CREATED, Answer.json(400, "{}"));
        Jobs jobs = client().jobs();

        jobs.create();
        BackfillException e = failure(jobs::create);

        assertThat(service.headers("Idempotency-Key")).doesNotHaveDuplicates();
        assertThat(e.idempotencyKey())
                .contains(service.headers("Idempotency-Key").get(1));
    }

    @Test
    void activeJob_isNotWaitedFor_byACreate() {
        service.answers(active());

        assertThatThrownBy(() -> client().jobs().create()).isInstanceOf(ConflictException.class);
        assertThat(service.seen()).hasSize(1);
    }

    @Test
    void createWhoseFirstRequestStillRuns_isTriedAgain_untilTheAnswerIsReplayed() {
        service.answers(Answer.json(504, "{}"), active(), CREATED);

        assertThat(client().jobs().create().getJobId()).isEqualTo(JOB);
    }

    @Test
    void replayedConflict_isFinal() {
        service.answers(Answer.json(409, "{\"reasons\":[{\"code\":\"50000050\"}]}", "Idempotency-Replayed", "true"));

        assertThatThrownBy(() -> client().jobs().create("mine")).isInstanceOf(ConflictException.class);
        assertThat(service.headers("Idempotency-Key")).containsExactly("mine");
    }

    @Test
    void createOfTheCoreWithoutAKey_isTriedAgain_onlyWhereNothingWasDone() {
        service.answers(Answer.json(429, "{}"), Answer.json(503, "{}"));

        assertThatThrownBy(() -> client().core()
                        .createBookingDateBackfillJob(APICreateBookingDateBackfillJobRequest.newBuilder()
                                .build())
                        .join())
                .hasCauseInstanceOf(UnavailableException.class);
        assertThat(service.seen()).hasSize(2);
    }

    @Test
    void trackId_isTheSameInAllTries_andAnotherInTheNextCall() {
        service.answers(Answer.json(503, "{}"), OK);
        List<String> ids = new ArrayList<>(List.of("first", "second"));
        Jobs jobs = builder().trackIds(() -> ids.remove(0)).build().jobs();

        jobs.stop(JOB);
        jobs.stop(JOB);

        assertThat(service.headers("Zuora-Track-Id")).containsExactly("first", "first", "second");
    }

    @Test
    void trackIdOfAFailure_isTheOneThatWasSent() {
        service.answers(Answer.json(200, "{" + FakeService.SUCCESS + ",\"jobId\":{}}"));
        List<String> ids = new ArrayList<>(List.of("first", "second"));
        Jobs jobs = builder().trackIds(() -> ids.remove(0)).build().jobs();

        assertThat(failure(jobs::create).trackId()).contains("first");
        assertThat(service.headers("Zuora-Track-Id")).containsExactly("first");
    }

    @Test
    void observer_isToldOfEachTry() {
        service.answers(Answer.json(503, "{}"), OK);
        List<Attempt> attempts = Collections.synchronizedList(new ArrayList<>());

        builder()
                .observer(attempt -> {
                    attempts.add(attempt);
                    throw new IllegalStateException("an observer that fails is passed over");
                })
                .build()
                .jobs()
                .withTrackId("mine")
                .stop(JOB);

        assertThat(attempts).extracting(Attempt::number).containsExactly(1, 2);
        assertThat(attempts).extracting(Attempt::status).containsExactly(503, 200);
        assertThat(attempts).extracting(Attempt::operation).containsOnly("stopBookingDateBackfillJob");
        assertThat(attempts.get(0).failure()).containsInstanceOf(UnavailableException.class);
        assertThat(attempts.get(1).failure()).isEmpty();
        assertThat(attempts.get(1).trackId()).contains("mine");
        assertThat(attempts.toString()).doesNotContain("Bearer");
    }

    @Test
    void requests_areCompressed_whenItIsAskedFor() {
        service.answers(OK);

        builder().compression(Compression.BOTH).build().jobs().stop(JOB);

        assertThat(service.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(service.header("Accept-Encoding")).isEqualTo("gzip");
        assertThat(service.seen().get(0).body()).isEqualTo("{\"status\":\"Stopping\"}");
    }

    @Test
    void nothingIsCompressed_whenItIsNotWanted() {
        service.answers(OK);

        builder().compression(Compression.NONE).build().jobs().stop(JOB);

        assertThat(service.headers("Accept-Encoding")).containsExactly("-");
        assertThat(service.headers("Content-Encoding")).containsExactly("-");
    }

    private static Answer active() {
        return Answer.json(409, "{\"success\":false,\"reasons\":[{\"code\":\"50000050\"}]}");
    }

    private BackfillClientBuilder builder() {
        return service.builder().time(time);
    }

    private BackfillClient client() {
        return builder().build();
    }

    private static BackfillException failure(Runnable call) {
        return catchThrowableOfType(BackfillException.class, call::run);
    }
}
