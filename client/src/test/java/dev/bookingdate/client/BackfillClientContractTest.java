package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.contracts.BackfillStubs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What takes several of the contracts in {@code contracts/consumers/java-client}; that each of them is sent and read,
 * {@link ContractReplayTest} proves.
 */
class BackfillClientContractTest {
    private static final String CLIENT_ID = "00000000-0000-4000-8000-00000000c001";
    private static final String RUNNING = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final String STOPPED = "0199f3a47c5e7d1b8a2f4e6c9d0b1a03";
    private static final String COMPLETED = "0199f3a47c5e7d1b8a2f4e6c9d0b1a04";
    private static final String FAILED = "0199f3a47c5e7d1b8a2f4e6c9d0b1a05";

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("java-client");

    @Test
    void stop_isSeenInTheJob_withOneTokenForAllCalls() {
        Jobs jobs = withCredentials("contract-secret");

        assertThat(jobs.get(RUNNING).getStatus()).isEqualTo(JobStatus.PROCESSING);
        assertThat(jobs.stop(RUNNING).getSuccess()).isTrue();
        assertThat(jobs.get(RUNNING).getStatus()).isEqualTo(JobStatus.STOPPED);

        stubs.verify("token/valid-credentials");
        stubs.verify("get/running-job");
        stubs.verify("stop/running-job");
        stubs.verify("get/stopped-job");
        stubs.verifyNoOther();
    }

    @Test
    void list_followsThePages() {
        Jobs jobs = BackfillClient.builder()
                .baseUrl(stubs.baseUrl() + "/")
                .accessToken(() -> "any")
                .build()
                .jobs();

        assertThat(jobs.list(2)).extracting(BackfillJob::getId).containsExactly(FAILED, COMPLETED, STOPPED, RUNNING);

        stubs.verify("list/first-page");
        stubs.verify("list/second-page");
        stubs.verifyNoOther();
    }

    @Test
    void call_isNotMade_whenTheSecretIsWrong() {
        BackfillException e = catchThrowableOfType(
                BackfillException.class, () -> withCredentials("wrong-secret").get(RUNNING));

        assertThat(e).isInstanceOf(AuthenticationException.class).hasMessageStartingWith("POST /oauth/token: 401");
        stubs.verify("token/wrong-secret");
        stubs.verifyNoOther();
    }

    private static Jobs withCredentials(String secret) {
        return BackfillClient.builder()
                .baseUrl(stubs.baseUrl())
                .credentials(CLIENT_ID, secret)
                .build()
                .jobs();
    }
}
