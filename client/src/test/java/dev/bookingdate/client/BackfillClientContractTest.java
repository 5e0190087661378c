package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.client.generated.model.JobType;
import dev.bookingdate.contracts.BackfillStubs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against what it relies on: {@code contracts/consumers/java-client}. */
class BackfillClientContractTest {
    private static final String CLIENT_ID = "00000000-0000-4000-8000-00000000c001";
    private static final String WAITING_CLIENT_ID = "00000000-0000-4000-8000-00000000c004";
    private static final String RUNNING = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final String STOPPED = "0199f3a47c5e7d1b8a2f4e6c9d0b1a03";
    private static final String COMPLETED = "0199f3a47c5e7d1b8a2f4e6c9d0b1a04";
    private static final String FAILED = "0199f3a47c5e7d1b8a2f4e6c9d0b1a05";
    private static final String UNKNOWN = "0199f3a47c5e7d1b8a2f4e6c9d0bffff";
    private static final String TRACK_ID = "nightly-close-2025-10-17";

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("java-client");

    @ParameterizedTest
    @ValueSource(strings = {RUNNING, "0199f3a47c5e7d1b8a2f4e6c9d0b1a02", STOPPED})
    void stop_isAcknowledged_whenTheJobHasNotEnded(String jobId) {
        BackfillResponse stopped = withCredentials("contract-secret").stop(jobId);

        assertThat(stopped.getSuccess()).isTrue();
        assertThat(stopped.getReasons()).isEmpty();
        assertThat(stopped.getRequestId()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {COMPLETED, FAILED})
    void stop_conflicts_whenTheJobHasEnded(String jobId) {
        BackfillException e = failure(() -> withToken("any").stop(jobId));

        assertThat(e).isInstanceOf(ConflictException.class).hasMessageContaining("50000030 The job cannot be stopped");
        assertThat(e.status()).isEqualTo(409);
        assertThat(e.reasons()).extracting(Reason::code).containsExactly("50000030");
        assertThat(e.requestId()).contains("d385ab22-0f51-4b97-9ecd-b8ff3fd4fcb6");
        assertThat(e.processId()).contains("9F2C4E6A8B0D1F35");
    }

    @Test
    void stopAndGet_findNoJob_whenItIsUnknown() {
        assertThatThrownBy(() -> withToken("any").stop(UNKNOWN)).isInstanceOf(JobNotFoundException.class);
        assertThatThrownBy(() -> withToken("any").get(UNKNOWN)).isInstanceOf(JobNotFoundException.class);
    }

    @Test
    void stop_isABadRequest_whenTheIdIsTooShort() {
        BackfillException e = failure(() -> withToken("any").stop("0199f3a4"));

        assertThat(e.status()).isEqualTo(400);
        assertThat(e.reasons()).extracting(Reason::code).containsExactly("50000020");
    }

    @Test
    void stopAndCreate_areUnauthenticated_whenTheTokenHasExpired() {
        assertThatThrownBy(() -> withToken("expired-token").stop(RUNNING)).isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> withToken("expired-token").create()).isInstanceOf(AuthenticationException.class);
    }

    @Test
    void stop_isNotPermitted_whenTheEntityIsNotOneOfTheTokens() {
        Jobs jobs = BackfillClient.builder()
                .baseUrl(stubs.baseUrl())
                .accessToken(() -> "several-entities-token")
                .entityId("00000000-0000-4000-8000-00000000a003")
                .build()
                .jobs();

        assertThatThrownBy(() -> jobs.stop(RUNNING)).isInstanceOf(PermissionException.class);
    }

    @Test
    void create_namesTheJob() {
        assertThat(withToken("fresh-entity-token").create().getJobId()).hasSize(32);
    }

    @Test
    void create_conflicts_whenAJobIsActive() {
        assertThatThrownBy(() -> withToken("billing-token").create())
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(RUNNING);
    }

    @Test
    void get_showsTheJob() {
        BackfillJob job = withToken("any").get(RUNNING);

        assertThat(job.getId()).isEqualTo(RUNNING);
        assertThat(job.getStatus()).isEqualTo(JobStatus.PROCESSING);
        assertThat(job.getType()).isEqualTo(JobType.BOOKING_DATE);
        assertThat(job.getCreatedOn()).isEqualTo(1760729267294L);
        assertThat(job.getProgress()).isEqualTo("42.17%");
        assertThat(job.getEndedOn()).isNull();
    }

    @Test
    void get_showsWhenAJobEnded() {
        assertThat(withToken("any").get(COMPLETED).getEndedOn()).isNotNull();
        assertThat(withToken("any").get(STOPPED).getStopRequestedOn()).isNotNull();
    }

    @Test
    void list_showsTheJobs() {
        assertThat(withToken("any").list()).extracting(BackfillJob::getId).containsExactly(RUNNING, COMPLETED);
    }

    @Test
    void list_followsThePages() {
        assertThat(withToken("any").list(2))
                .extracting(BackfillJob::getId)
                .containsExactly(FAILED, COMPLETED, STOPPED, RUNNING);
    }

    @Test
    void trackId_isSentWithEachOperation() {
        Jobs jobs = withToken("any").withTrackId(TRACK_ID);

        assertThat(jobs.stop(RUNNING).getSuccess()).isTrue();
        assertThat(jobs.get(RUNNING).getId()).isEqualTo(RUNNING);
        assertThat(jobs.list()).isNotEmpty();
        assertThat(jobs.create().getJobId()).isNotEmpty();
        assertThat(failure(() -> jobs.get(UNKNOWN)).trackId()).contains(TRACK_ID);
    }

    @Test
    void credentials_areRefused_whenTheSecretIsWrong() {
        BackfillException e = failure(() -> withCredentials("wrong-secret").get(RUNNING));

        assertThat(e).isInstanceOf(AuthenticationException.class).hasMessageStartingWith("POST /oauth/token: 401");
        assertThat(e.reasons()).extracting(Reason::code).containsExactly("90000011");
    }

    @Test
    void credentials_haveToWait_whenTheyWereWrongTooOften() {
        BackfillException e = failure(
                () -> withCredentials(WAITING_CLIENT_ID, "contract-secret").get(RUNNING));

        assertThat(e).isInstanceOf(RateLimitException.class).hasMessageStartingWith("POST /oauth/token: 429");
        assertThat(e.reasons()).extracting(Reason::code).containsExactly("50000070");
    }

    private static Jobs withCredentials(String secret) {
        return withCredentials(CLIENT_ID, secret);
    }

    private static Jobs withCredentials(String clientId, String secret) {
        return BackfillClient.builder()
                .baseUrl(stubs.baseUrl())
                .credentials(clientId, secret)
                .build()
                .jobs();
    }

    private static Jobs withToken(String token) {
        return BackfillClient.builder()
                .baseUrl(stubs.baseUrl() + "/")
                .accessToken(() -> token)
                .build()
                .jobs();
    }

    private static BackfillException failure(Runnable call) {
        return catchThrowableOfType(BackfillException.class, call::run);
    }
}
