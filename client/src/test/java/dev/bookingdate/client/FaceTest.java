package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bookingdate.client.FakeService.Answer;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class FaceTest {
    private static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final Answer OK = Answer.json(200, "{" + FakeService.SUCCESS + "}");
    private static final Answer BUSY = Answer.json(503, "{}");

    @RegisterExtension
    final FakeService service = new FakeService();

    @Test
    void entityAndOrgsOfACall_replaceThoseOfTheClient() {
        service.answers(OK);
        Jobs jobs = service.builder().entityId("e0").orgIds("o0").build().jobs();

        jobs.withEntity("e1").withOrgs("o1", "o2").stop(JOB);
        assertThat(service.header("Zuora-Entity-Ids")).isEqualTo("e1");
        assertThat(service.header("Zuora-Org-Ids")).isEqualTo("o1,o2");

        jobs.stop(JOB);
        assertThat(service.header("Zuora-Entity-Ids")).isEqualTo("e0");
        assertThat(service.header("Zuora-Org-Ids")).isEqualTo("o0");
    }

    @Test
    void retryPolicyOfACall_replacesThatOfTheClient() {
        service.answers(BUSY);
        Jobs jobs = service.builder().time(new FakeTime()).build().jobs();

        assertThatThrownBy(() -> jobs.withRetryPolicy(RetryPolicy.none()).stop(JOB))
                .isInstanceOf(UnavailableException.class);
        assertThat(service.seen()).hasSize(1);

        assertThatThrownBy(() -> jobs.stop(JOB)).isInstanceOf(UnavailableException.class);
        assertThat(service.seen()).hasSize(1 + RetryPolicy.standard().maxTries());
    }

    @Test
    void withResponse_tellsWhatOnlyHeadersSay() {
        service.answers(Answer.json(
                200,
                "{" + FakeService.SUCCESS + "}",
                "Zuora-Request-Id",
                "r1",
                "RateLimit-Remaining",
                "17",
                "RateLimit-Reset",
                "42",
                "Concurrency-Limit-Remaining",
                "3"));

        Response<BackfillResponse> response =
                service.client().jobs().withResponse().stop(JOB);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.requestId()).contains("r1");
        assertThat(response.callsLeft()).hasValue(17);
        assertThat(response.callsLeftUntil()).contains(Duration.ofSeconds(42));
        assertThat(response.concurrentCallsLeft()).hasValue(3);
        assertThat(response.header("zuora-request-id")).contains("r1");
        assertThat(response.body().getSuccess()).isTrue();
    }

    @Test
    void limitsThatAreNoNumbers_areLeftOut() {
        Response<String> response = new Response<>("", 200, Map.of("RateLimit-Remaining", List.of("many")));

        assertThat(response.callsLeft()).isEmpty();
        assertThat(response.callsLeftUntil()).isEmpty();
    }

    @Test
    void requests_sayWhoSendsThem() {
        service.answers(OK);

        service.client().jobs().stop(JOB);

        assertThat(service.header("User-Agent")).matches("booking-date-backfill-client/\\S+ Java/[0-9]+");
    }

    @Test
    void times_areInstants() {
        JobTimes times = JobTimes.of(new BackfillJob().createdOn(1_760_729_267_294L));

        assertThat(times.createdOn()).contains(Instant.parse("2025-10-17T19:27:47.294Z"));
        assertThat(times.endedOn()).isEmpty();
    }

    @Test
    void lists_canBeFaked() {
        BackfillJob job = new BackfillJob().id(JOB);

        assertThat(JobList.of(job, job)).containsExactly(job, job);
        assertThat(JobPage.of(job).jobs()).containsExactly(job);
        assertThat(JobPage.of(job).hasNext()).isFalse();
    }

    static Stream<Class<?>> exceptions() {
        return Stream.of(
                AuthenticationException.class,
                BackfillException.class,
                CallInterruptedException.class,
                CallTimeoutException.class,
                ConflictException.class,
                InvalidRequestException.class,
                JobNotFoundException.class,
                NoAnswerException.class,
                PermissionException.class,
                RateLimitException.class,
                ServerException.class,
                UnavailableException.class,
                UnusableAnswerException.class);
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void exceptions_canBeMadeByTestsOfTheApplication(Class<? extends BackfillException> type) throws Exception {
        var constructor = type.getDeclaredConstructor(Failure.class, String.class, Throwable.class);
        assertThat(Modifier.isPublic(constructor.getModifiers())).isTrue();

        BackfillException e = constructor.newInstance(Failure.of(409, new Reason("53100030", "ended")), "told", null);

        assertThat(e.status()).isEqualTo(409);
        assertThat(e.category()).contains("30");
        assertThat(e).hasMessage("told");
    }
}
