package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bookingdate.client.FakeService.Answer;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of other clients of this API family have met, and what must not surprise ours. */
@Timeout(20)
class BadAnswersTest {
    private static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";

    @RegisterExtension
    final FakeService service = new FakeService();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\":false,\"reasons\":[]}",
                "{\"processId\":\"9F2C4E6A8B0D1F35\",\"reasons\":[]}",
                "{\"success\":\"true\"}",
                "{\"success\":null}",
                "<html>Welcome</html>",
                "true",
                "[]",
                ""
            })
    void ok_isAFailure_unlessTheBodySaysSuccess(String body) {
        service.answers(Answer.json(200, body));

        assertThat(failure(() -> service.client().jobs().stop(JOB)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "90000011, AuthenticationException",
        "50000010, PermissionException",
        "50000040, JobNotFoundException",
        "50000030, ConflictException",
        "50000050, ConflictException",
        "50000070, RateLimitException",
        "50000060, ServerException",
        "50000061, UnavailableException",
        "50000020, InvalidRequestException",
        "50000022, InvalidRequestException",
        "50000027, InvalidRequestException",
        "50000045, InvalidRequestException",
        "50000090, InvalidRequestException"
    })
    void okWithFailure_isTakenForWhatTheCategorySays(String code, String type) {
        service.answers(
                Answer.json(200, "{\"success\":false,\"reasons\":[{\"code\":" + code + ",\"message\":\"no\"}]}"));

        BackfillException e = failure(() -> service.client().jobs().stop(JOB));

        assertThat(e.getClass().getSimpleName()).isEqualTo(type);
        assertThat(e.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"50000060, 50000060", "'\"50000060\"', 50000060", "'\"SystemError\"', SystemError", "null, ''", "{}, ''"
    })
    void code_isRead_whateverItsType(String code, String read) {
        service.answers(Answer.json(500, "{\"success\":false,\"reasons\":[{\"code\":" + code + "}]}"));

        assertThat(failure(() -> service.client().jobs().get(JOB)).reasons()).containsExactly(new Reason(read, ""));
    }

    @Test
    void page_ofAGateway_isAFailureWithItsStatus() {
        service.answers(new Answer(502, "text/html", "<html>secret internals</html>", "Zuora-Request-Id", "abc"));

        BackfillException e = failure(() -> service.client().jobs().get(JOB));

        assertThat(e.status()).isEqualTo(502);
        assertThat(e.requestId()).contains("abc");
        assertThat(e)
                .hasMessageContaining("502")
                .hasMessageContaining("text/html")
                .hasMessageContaining(JOB)
                .hasMessageNotContaining("internals");
    }

    @Test
    void notFound_saysNothingAboutAJob_whenItIsNotTheServiceThatSaysIt() {
        service.answers(new Answer(404, "text/html", "nothing here"));

        assertThat(failure(() -> service.client().jobs().get(JOB))).isExactlyInstanceOf(UnusableAnswerException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "403, PermissionException",
        "409, ConflictException",
        "429, RateLimitException",
        "400, InvalidRequestException",
        "422, InvalidRequestException",
        "500, ServerException",
        "502, UnavailableException",
        "503, UnavailableException",
        "504, UnavailableException",
        "418, BackfillException"
    })
    void status_choosesTheClass(int status, String type) {
        service.answers(Answer.json(status, "{}", "Retry-After", "7"));

        BackfillException e = failure(() -> service.client().jobs().stop(JOB));

        assertThat(e.getClass().getSimpleName()).isEqualTo(type);
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void text_isReadAsUtf8_whateverThePlatformsCharset() {
        String name = "J\u00fcrgen \u5c71\u7530 \ud83d\udcc5";
        service.answers(Answer.json(
                200,
                "{" + FakeService.SUCCESS + ",\"job\":{\"id\":\"" + JOB + "\",\"updatedByUsername\":\"" + name
                        + "\"}}"));

        assertThat(service.client().jobs().get(JOB).getUpdatedByUsername()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "J\u00fcrgen"})
    void byteOrderMark_isNoPartOfTheJson(String name) {
        service.answers(
                Answer.json(
                        200,
                        "\ufeff{" + FakeService.SUCCESS + ",\"job\":{\"id\":\"" + JOB + "\",\"updatedByUsername\":\""
                                + name + "\"}}"),
                Answer.json(500, "\ufeff{\"reasons\":[{\"code\":\"50000060\",\"message\":\"no\"}]}"),
                Answer.json(200, "\ufeff{\"access_token\":\"t1\",\"expires_in\":3599}"));
        Jobs jobs = service.client().jobs();

        assertThat(jobs.get(JOB).getUpdatedByUsername()).isEqualTo(name);
        assertThat(failure(() -> jobs.get(JOB)).reasons()).containsExactly(new Reason("50000060", "no"));
        BackfillClient.builder()
                .baseUrl(service.baseUrl())
                .credentials("id", "secret")
                .build()
                .authenticate();
    }

    @Test
    void message_isReadAsUtf8() {
        service.answers(Answer.json(
                500, "{\"reasons\":[{\"code\":\"50000060\",\"message\":\"\u00e9t\u00e9 \u2013 \u5c71\"}]}"));

        assertThat(failure(() -> service.client().jobs().get(JOB))).hasMessageContaining("\u00e9t\u00e9 \u2013 \u5c71");
    }

    @Test
    void whatIsNew_isTolerated() {
        service.answers(Answer.json(
                200, "{" + FakeService.SUCCESS + ",\"job\":{\"status\":\"PAUSED\",\"colour\":\"red\"},\"more\":{}}"));

        BackfillJob job = service.client().jobs().get(JOB);

        assertThat(job.getStatus().getValue()).isEqualTo("PAUSED");
        assertThat(job.getStatus().isKnown()).isFalse();
        assertThat(job.getAdditionalProperties()).containsEntry("colour", "red");
        assertThat(job.getStatus()).isEqualTo(JobStatus.fromValue("PAUSED")).isNotEqualTo(JobStatus.STOPPED);
    }

    @Test
    void successWithoutWhatWasAskedFor_isAFailure() {
        service.answers(Answer.json(200, "{" + FakeService.SUCCESS + "}"));
        Jobs jobs = service.client().jobs();

        assertThat(failure(() -> jobs.get(JOB))).hasMessageContaining("no job");
        assertThat(failure(jobs::create)).hasMessageContaining("no jobId");
    }

    @Test
    void successOfAnotherShape_isAFailure() {
        service.answers(Answer.json(200, "{" + FakeService.SUCCESS + ",\"job\":{\"createdOn\":\"yesterday\"}}"));

        assertThat(failure(() -> service.client().jobs().get(JOB))).hasMessageStartingWith("The answer can't be read");
    }

    @Test
    void unreachableService_isAFailureWithoutStatus() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        BackfillClient client = BackfillClient.builder()
                .baseUrl("http://127.0.0.1:" + free)
                .accessToken(() -> "token")
                .retryPolicy(RetryPolicy.none())
                .build();

        BackfillException e = failure(() -> client.jobs().withTrackId("mine").get(JOB));

        assertThat(e.status()).isZero();
        assertThat(e.trackId()).contains("mine");
        assertThat(e)
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("no answer (no connection to 127.0.0.1:" + free + ": ");
    }

    @Test
    void bodyThatNeverEnds_isGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            Thread server = new Thread(() -> {
                try {
                    silent.accept().getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".getBytes());
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            server.start();
            BackfillClient client = BackfillClient.builder()
                    .baseUrl("http://127.0.0.1:" + silent.getLocalPort())
                    .accessToken(() -> "token")
                    .retryPolicy(RetryPolicy.none())
                    .attemptTimeout(Duration.ofMillis(300))
                    .build();

            assertThat(failure(() -> client.jobs().get(JOB))).hasCauseInstanceOf(HttpTimeoutException.class);
        }
    }

    @Test
    void interruption_isAFailure_andStaysVisible() {
        service.answers(Answer.json(200, "{" + FakeService.SUCCESS + "}"));
        Thread.currentThread().interrupt();

        BackfillException e = failure(() -> service.client().jobs().stop(JOB));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(e).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void closedClient_sendsNothing() {
        service.answers(Answer.json(200, "{" + FakeService.SUCCESS + "}"));
        BackfillClient client = service.client();
        client.close();

        assertThatThrownBy(() -> client.jobs().stop(JOB)).isInstanceOf(IllegalStateException.class);
        assertThat(service.seen()).isEmpty();
    }

    /** The path of an empty id is that of all jobs. */
    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void emptyId_isNotSent(String id) {
        Jobs jobs = service.client().jobs();

        assertThatThrownBy(() -> jobs.stop(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jobId");
        assertThatThrownBy(() -> jobs.get(id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> jobs.awaitFinished(id, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(service.seen()).isEmpty();
    }

    private static BackfillException failure(Runnable call) {
        return catchThrowableOfType(BackfillException.class, call::run);
    }
}
