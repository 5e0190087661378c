package dev.bookingdate.server.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.start.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A backfill is undone by the command, as an operator types it, beside a server that runs. */
@Tag("long")
@ExtendWith(OutputCaptureExtension.class)
class UndoStoryTest {

    private static final String UNKNOWN_JOB = "0199f3a47c5e7d1b8a2f4e6c9d0bffff";

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.createWithoutTables();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aBackfillIsUndone_stoppedOnTheWay_andUndoneAgainToTheEnd(CapturedOutput output) {
        try (RunningServer server = RunningServer.start(
                        database, "bookingdate.demo.charges=20000", "bookingdate.engine.window-rows=500");
                BackfillClient client = server.client()) {
            Proof proof = new Proof(JdbcClient.create(database.plainDataSource()));
            String before = proof.fingerprint();
            String backfill = client.jobs().create().getJobId();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> client.jobs().get(backfill).getStatus() == JobStatus.COMPLETED);
            long changes = proof.audited();
            assertThat(client.jobs().get(backfill).getUndoes()).isNull();

            CompletableFuture<Integer> stopped = CompletableFuture.supplyAsync(() -> undo(backfill));
            BackfillJob first = awaitUndo(client, backfill);
            client.jobs().stop(first.getId());
            assertThat(stopped.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(4);
            assertThat(output.getOut()).contains("job=" + first.getId() + " is STOPPED: put back=");
            BackfillJob atRest = client.jobs().get(first.getId());
            assertThat(atRest.getStatus()).isEqualTo(JobStatus.STOPPED);
            assertThat(atRest.getRecordsTotal()).isEqualTo(changes);
            assertThat(atRest.getRecordsUpdated()).isBetween(1L, changes - 1).isEqualTo(proof.audited() - changes);

            assertThat(undo(backfill, "--username=ops@example.com")).isZero();

            BackfillJob undone = client.jobs().list().iterator().next();
            assertThat(undone.getUndoes()).isEqualTo(backfill);
            assertThat(undone.getStatus()).isEqualTo(JobStatus.COMPLETED);
            assertThat(undone.getUpdatedByUsername()).isEqualTo("ops@example.com");
            assertThat(undone.getRecordsUpdated() + atRest.getRecordsUpdated()).isEqualTo(changes);
            assertThat(output.getOut())
                    .contains("job=" + undone.getId() + " is COMPLETED: put back=" + undone.getRecordsUpdated()
                            + " left=" + atRest.getRecordsUpdated() + " failed=0 of=" + changes);
            assertThat(proof.fingerprint()).isEqualTo(before);
        }
    }

    @Test
    void whatCantBeUndone_isRefusedWithTheReason(CapturedOutput output) {
        try (RunningServer server = RunningServer.start(
                        database, "bookingdate.demo.charges=1000", "bookingdate.engine.enabled=false");
                BackfillClient client = server.client()) {
            String active = client.jobs().create().getJobId();

            assertThat(undo(UNKNOWN_JOB)).isEqualTo(1);
            assertThat(output.getErr()).contains("Tenant 1001 has no job " + UNKNOWN_JOB + ".");
            assertThat(undo(active)).isEqualTo(1);
            assertThat(output.getErr()).contains("Job " + active + " is ACCEPTED");
            assertThat(undo("4711")).isEqualTo(2);
            assertThat(output.getErr()).contains("'4711' is no job id");
            assertThat(undo(active, "--username=")).isEqualTo(2);
            assertThat(Commands.run("undo", active)).hasValue(2);
            assertThat(client.jobs().list()).hasSize(1);
        }
    }

    @Test
    void whereTheDatabaseFails_theExitCodeSaysSo() {
        assertThat(Commands.run(
                        "undo",
                        UNKNOWN_JOB,
                        "--tenant=1001",
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                        "--spring.datasource.hikari.connection-timeout=500"))
                .hasValue(3);
    }

    /** The undo of a job, once it has put something back. */
    private static BackfillJob awaitUndo(BackfillClient client, String undone) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> client.jobs().list().iterator().next(),
                        job -> undone.equals(job.getUndoes()) && job.getRecordsUpdated() > 0);
    }

    private int undo(String job, String... options) {
        List<String> arguments = new ArrayList<>(List.of("undo", job, "--tenant=1001"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password()));
        return Commands.run(arguments.toArray(String[]::new)).orElseThrow();
    }
}
