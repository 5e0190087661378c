package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bookingdate.client.FakeService.Answer;
import dev.bookingdate.client.FakeService.Seen;
import dev.bookingdate.client.token.Token;
import dev.bookingdate.client.transport.Credentials;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How access tokens are fetched, kept and renewed, as the service sees it. */
class TokensTest {
    private static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final String SECRET = "a&b=c d+e%f";
    private static final Answer OK = Answer.json(200, "{" + FakeService.SUCCESS + "}");
    private static final Answer REFUSED = Answer.json(401, "{\"success\":false,\"reasons\":[{\"code\":\"90000011\"}]}");

    @RegisterExtension
    final FakeService service = new FakeService();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2025-10-17T19:27:47Z"));

    @Test
    void token_isAskedForByForm_andSent() {
        service.answers(Answer.token("t1", "3599"), OK);

        client().jobs().stop(JOB);

        assertThat(service.seen())
                .containsExactly(
                        new Seen(
                                "POST",
                                "/oauth/token",
                                null,
                                "client_id=id&client_secret=a%26b%3Dc+d%2Be%25f&grant_type=client_credentials"),
                        new Seen(
                                "PUT",
                                "/v1/uno/data-backfill/bookingdate/jobs/" + JOB,
                                "Bearer t1",
                                "{\"status\":\"Stopping\"}"));
    }

    /** Both a token and an answer, whatever is asked for first. */
    private static Answer either(String token, int expiresIn) {
        return Answer.json(
                200,
                "{" + FakeService.SUCCESS + ",\"access_token\":\"" + token + "\",\"expires_in\":" + expiresIn + "}");
    }

    @ParameterizedTest
    @CsvSource({"3599, 3538, 3539, 3589", "30, 14, 15, 25"})
    void token_isRenewedInGoodTime_andUsedUntilShortlyBeforeItsEnd(int life, int kept, int renewed, int over) {
        service.answers(either("t1", life));
        Jobs jobs = client().jobs();
        Instant begun = now.get();

        jobs.stop(JOB);
        now.set(begun.plusSeconds(kept));
        jobs.stop(JOB);
        assertThat(service.seen()).extracting(Seen::method).containsExactly("POST", "PUT", "PUT");

        service.answersOnly(either("t2", life));
        now.set(begun.plusSeconds(renewed));
        jobs.stop(JOB);
        Awaitility.await().untilAsserted(() -> {
            jobs.stop(JOB);
            assertThat(service.header("Authorization")).isEqualTo("Bearer t2");
        });
        assertThat(service.seen())
                .filteredOn(seen -> seen.method().equals("POST"))
                .hasSize(2);

        service.answersOnly(either("t3", life));
        now.set(begun.plusSeconds(renewed + over));
        jobs.stop(JOB);
        assertThat(service.header("Authorization"))
                .as("which has been waited for")
                .isEqualTo("Bearer t3");
    }

    @Test
    void refusedToken_isRenewedOnce_andTheCallRepeated() {
        service.answers(Answer.token("t1", "3599"), REFUSED, Answer.token("t2", "3599"), OK);

        client().jobs().stop(JOB);

        assertThat(service.seen())
                .extracting(Seen::authorization)
                .containsExactly(null, "Bearer t1", null, "Bearer t2");
        assertThat(service.seen().get(3).body()).isEqualTo("{\"status\":\"Stopping\"}");
    }

    @Test
    void secondRefusal_isFinal() {
        service.answers(Answer.token("t1", "3599"), REFUSED, Answer.token("t2", "3599"), REFUSED);
        Jobs jobs = client().jobs();

        assertThatThrownBy(() -> jobs.stop(JOB)).isInstanceOf(AuthenticationException.class);
        assertThat(service.seen()).hasSize(4);
    }

    @Test
    void suppliedToken_isNotTriedTwice() {
        service.answers(REFUSED);

        assertThatThrownBy(() -> service.client().jobs().stop(JOB)).isInstanceOf(AuthenticationException.class);
        assertThat(service.seen()).hasSize(1);
    }

    @Test
    void supplierOfTokens_mayMakeACallOfTheSameClient() {
        AtomicReference<BackfillClient> client = new AtomicReference<>();
        AtomicBoolean first = new AtomicBoolean(true);
        client.set(service.builder()
                .accessToken(() -> {
                    if (first.getAndSet(false)) {
                        client.get().jobs().withTimeout(Duration.ofMinutes(1)).stop(JOB);
                    }
                    return "token";
                })
                .build());
        service.answers(OK, OK);

        client.get().jobs().withTrackId("outer").stop(JOB);

        assertThat(service.seen()).hasSize(2);
        assertThat(service.header("Zuora-Track-Id")).as("of the last").isEqualTo("outer");
        client.get().close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJ.not-json",
                "{}",
                "{\"access_token\":\"eyJ.x\"}",
                "{\"access_token\":\"eyJ.x\",\"expires_in\":0}"
            })
    void unusableTokenAnswer_isAFailure_thatShowsNoToken(String body) {
        service.answers(Answer.json(200, body));

        Throwable e = catchThrowable(() -> client().jobs().stop(JOB));

        assertThat(e).isInstanceOf(BackfillException.class);
        assertThat(whole(e)).doesNotContain("eyJ");
    }

    @Test
    void failures_showNeitherSecretNorToken() {
        service.answers(REFUSED);
        assertThat(whole(catchThrowable(() -> client().jobs().stop(JOB)))).doesNotContain(SECRET);

        BackfillClient broken = BackfillClient.builder()
                .baseUrl(service.baseUrl())
                .accessToken(() -> "tok\nen")
                .build();
        assertThat(whole(catchThrowable(() -> broken.jobs().stop(JOB)))).doesNotContain("tok\nen");
        assertThat(new Credentials("id", SECRET).toString()).doesNotContain(SECRET);
        assertThat(new Token("tok", now.get(), now.get()).toString())
                .doesNotContain("tok]")
                .doesNotContain("tok,");
    }

    @Test
    void authenticate_fetchesATokenOnce_forTheCallsThatFollow() {
        service.answers(Answer.token("t1", "3599"), OK);
        BackfillClient client = client();

        client.authenticate();
        client.authenticate();
        client.jobs().stop(JOB);

        assertThat(service.seen()).extracting(Seen::method).containsExactly("POST", "PUT");
    }

    @Test
    void authenticate_tellsOfWrongCredentials() {
        service.answers(REFUSED);

        assertThatThrownBy(() -> client().authenticate()).isInstanceOf(AuthenticationException.class);
    }

    @Test
    void interruption_whileATokenIsFetched_staysVisible() {
        service.answers(Answer.token("t1", "3599"));
        Thread.currentThread().interrupt();

        Throwable e = catchThrowable(() -> client().jobs().stop(JOB));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(e).isInstanceOf(BackfillException.class).hasCauseInstanceOf(InterruptedException.class);
    }

    private static String whole(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private BackfillClient client() {
        return BackfillClient.builder()
                .baseUrl(service.baseUrl())
                .credentials("id", SECRET)
                .clock(new Clock() {
                    @Override
                    public Instant instant() {
                        return now.get();
                    }

                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                })
                .build();
    }
}
