package dev.bookingdate.server.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.ConflictException;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.server.database.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The story of docs/walkthrough.sh through the Java client: token, dry run, create, stop, stop again, create, complete. */
class BackfillStoryTest {

    @Test
    void aBackfillIsTriedOut_andStopped_andAnotherOneCompletes() {
        try (TestDatabase database = TestDatabase.createWithoutTables();
                RunningServer server = RunningServer.start(
                        database, "bookingdate.demo.charges=30000", "bookingdate.engine.window-rows=1000");
                BackfillClient client = server.client()) {
            Proof proof = new Proof(JdbcClient.create(database.plainDataSource()));
            assertThat(proof.wrongCharges()).isPositive();

            String asItWas = proof.fingerprint();
            String tried = client.jobs().createDryRun().getJobId();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> client.jobs().get(tried).getStatus() == JobStatus.COMPLETED);
            BackfillJob dryRun = client.jobs().get(tried);
            assertThat(dryRun.getDryRun()).isTrue();
            assertThat(dryRun.getRecordsUpdated()).isZero();
            assertThat(proof.fingerprint()).isEqualTo(asItWas);
            assertThat(proof.audited()).isZero();

            String first = client.jobs().create().getJobId();
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> processed(client.jobs().get(first)) > 0);
            client.jobs().stop(first);
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> client.jobs().get(first).getStatus() == JobStatus.STOPPED);

            BackfillJob stopped = client.jobs().get(first);
            assertThat(processed(stopped)).isBetween(1L, 26_999L);
            assertThat(stopped.getRecordsUpdated()).isEqualTo(proof.audited());
            assertThat(stopped.getStopRequestedByUsername()).isEqualTo("demo@example.com");
            assertThat(stopped.getEndedOn()).isNotNull();
            String asItStopped = proof.fingerprint();
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> proof.fingerprint().equals(asItStopped));

            client.jobs().stop(first);
            assertThat(client.jobs().get(first)).isEqualTo(stopped);

            String second = client.jobs().create().getJobId();
            assertThat(second).isNotEqualTo(first);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> client.jobs().get(second).getStatus() == JobStatus.COMPLETED);
            BackfillJob completed = client.jobs().get(second);
            assertThat(completed.getProgress()).isEqualTo("100.00%");
            assertThat(completed.getRecordsTotal()).isEqualTo(27_000L).isEqualTo(processed(completed));
            assertThat(completed.getRecordsUpdated() + stopped.getRecordsUpdated())
                    .isEqualTo(proof.audited());
            assertThat(proof.wrongCharges()).isZero();
            assertThat(dryRun.getPreview().getChanged()).isEqualTo(proof.audited());
            assertThat(completed.getDryRun()).isNull();

            assertThatThrownBy(() -> client.jobs().stop(second))
                    .isInstanceOfSatisfying(
                            ConflictException.class,
                            e -> assertThat(e.getMessage()).contains("COMPLETED"));
            assertThat(client.jobs().list()).extracting(BackfillJob::getId).containsExactly(second, first, tried);
            assertThat(client.jobs().list()).extracting(BackfillJob::getDryRun).containsExactly(null, null, true);
        }
    }

    private static long processed(BackfillJob job) {
        return job.getRecordsProcessed() == null ? 0 : job.getRecordsProcessed();
    }
}
