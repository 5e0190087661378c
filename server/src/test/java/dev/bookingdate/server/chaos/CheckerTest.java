package dev.bookingdate.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.chaos.Evidence.Audit;
import dev.bookingdate.server.chaos.Evidence.Charge;
import dev.bookingdate.server.chaos.Evidence.ChargeChange;
import dev.bookingdate.server.chaos.Evidence.Failure;
import dev.bookingdate.server.chaos.Evidence.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker passes a run in which all is well, and finds each violation that is planted in it. */
class CheckerTest {

    private static final Integer OLD = PlantedRun.OLD;

    private final PlantedRun run = new PlantedRun();

    @Test
    void aCleanRun_isPassed() {
        assertThat(run.check()).isEmpty();
    }

    @Test
    void i1_aDateThatIsNotTheTarget() {
        run.replace(run.chargeChanges, c -> c.seq() == 5, c -> to(c, 99));
        finds("I1", "a date that is not the target");
    }

    @Test
    void i1_aChangeWithoutAudit_orWithAnotherOne() {
        Audit audit = run.audits.remove(0);
        finds("I1", "not audited");
        run.audits.add(new Audit(audit.job(), audit.key(), 1, audit.written()));
        finds("I1", "not audited");
    }

    @Test
    void i1_anAuditOfNothing() {
        run.audits.add(new Audit("done", 3, OLD, PlantedRun.TARGET));
        finds("I1", "never happened");
    }

    /** No key of the audit rules it out. */
    @Test
    void i1_aChangeAuditedTwice() {
        run.audits.add(run.audits.get(0));
        finds("I1", "audited a charge twice");
    }

    @Test
    void i1_aChargeWrittenTwiceByOneJob_overAUsersWrite() {
        run.change(30, 104, 9, 1, PlantedRun.TARGET, PlantedRun.TARGET, "engine");
        finds("I1", "twice");
    }

    @Test
    void i1_aChangeOutsideAnyChunk() {
        run.change(30, 999, 30, 3, PlantedRun.TARGET, 5, "engine");
        finds("I1", "by no chunk");
    }

    @Test
    void i1_aCompletedJobThatLeftOutACharge_unlessItIsRecordedAsAFailure() {
        run.replace(
                run.charges,
                c -> c.key() == 3,
                c -> new Charge(3, 1, PlantedRun.ENTITY, "eu", c.target(), OLD, OLD, 0));
        finds("I1", "left out");
        run.failures.add(new Failure("done", 3));
        assertThat(run.check()).isEmpty();
    }

    @Test
    void i1_aValueThatNobodyWrote() {
        run.replace(
                run.charges,
                c -> c.key() == 3,
                c -> new Charge(3, 1, PlantedRun.ENTITY, "eu", c.target(), c.first(), 4, 0));
        finds("I1", "nobody wrote");
    }

    @Test
    void i2_countsThatAreNotTheAudit() {
        run.replace(run.jobs, j -> j.id().equals("done"), j -> counted(j, 3, 3));
        finds("I2", "counted 3, audited 2");
    }

    @Test
    void i2_aCompletedJobThatDidNotCountAll() {
        run.replace(run.jobs, j -> j.id().equals("done"), j -> counted(j, 2, 2));
        finds("I2", "processed 2 of 3");
    }

    @Test
    void i3_aChargeOfAnotherOrg_orBeyondTheUpperBound() {
        for (long key : List.of(4L, 5L)) {
            PlantedRun other = new PlantedRun();
            other.change(9, 104, 9, key, key == 4 ? OLD : null, PlantedRun.TARGET, "engine");
            assertThat(other.check()).anyMatch(v -> v.invariant().equals("I3"));
        }
    }

    @Test
    void i4_twoChunksAfterTheStopsAnswer() {
        run.replace(run.progressChanges, p -> p.seq() == 26, p -> progress(p, p.at(), p.epoch(), 2));
        finds("I4", "2 chunks came after");
    }

    @Test
    void i4_aChunkAfterTheJobWasAtRest() {
        run.progress(40, 206, 26, "stopped", 2, 2, 2, 0, 0);
        finds("I4", "after the job was at rest");
    }

    @Test
    void i5_aStopThatWasPromised_andNotKept() {
        run.event(13, 9, Event.Type.OK, "stop", "done", 200, null);
        finds("I5", "not STOPPED");
    }

    @Test
    void i5_aStopThatWasRefusedTooEarly() {
        run.event(9, 9, Event.Type.FAIL, "stop", "done", 409, "58000030");
        finds("I5", "had not ended");
    }

    @Test
    void i6_aStatusThatMovesBack() {
        run.job(40, 207, 30, "done", "PROCESSING", 4, false);
        finds("I6", "a job moved back");
    }

    @Test
    void i6_aTerminalStatusThatChanges() {
        run.job(40, 207, 30, "done", "STOPPED", 4, true);
        finds("I6", "a job moved back");
    }

    @Test
    void i6_aCursorThatMovesBack() {
        run.progress(9, 208, 9, "done", 2, 1, 0, 1, 1);
        finds("I6", "a partition moved back");
    }

    @Test
    void i6_aReadThatSeesAnOlderStatus() {
        run.event(13, 9, Event.Type.INVOKE, "get", "done", null, null);
        run.event(13, 9, Event.Type.OK, "get", "done", 200, "PROCESSING");
        finds("I6", "older status");
    }

    @Test
    void i7_aZombiesChunk() {
        run.replace(run.progressChanges, p -> p.seq() == 10, p -> progress(p, p.at(), 1, p.chunkNo()));
        finds("I7", "older epoch");
    }

    @Test
    void i8_aJobThatStandsStillAfterAFault() {
        delay(7, 8_000_000);
        finds("I8", "did not move");
        // Not when another fault came between.
        run.event(9, 8, Event.Type.INVOKE, "fault", null, null, "another");
        assertThat(run.check()).noneMatch(violation -> violation.invariant().equals("I8"));
    }

    @Test
    void i8_aClaimAlone_isNoMove() {
        delay(9, 7_000_000);
        finds("I8", "did not move");
    }

    @Test
    void i8_aJobThatNeverComesToRest() {
        run.replace(
                run.jobs,
                j -> j.id().equals("done"),
                j -> new Job(j.id(), 1, j.entity(), j.orgs(), j.upperKey(), "PROCESSING", 3, 3, 2, 0));
        finds("I8", "never came to rest");
    }

    @Test
    void i9_aRestartThatChangesSomething() {
        run.afterRestart = "something else";
        finds("I9", "changed");
    }

    @Test
    void i10_aLostSegment() {
        run.replace(
                run.charges,
                c -> c.key() == 2,
                c -> new Charge(2, 1, PlantedRun.ENTITY, "eu", c.target(), null, c.last(), 0));
        finds("I10", "segment is lost");
    }

    @Test
    void i10_aBookingDateThatWasNeverThere() {
        run.event(19, 9, Event.Type.OK, "write", null, null, "2 booking_date 6");
        finds("I10", "never there");
    }

    @Test
    void i10_aWriteThatNobodyAnswered_mayBeThereOrNot() {
        run.event(19, 9, Event.Type.INFO, "write", null, null, "2 segment 8");
        assertThat(run.check()).isEmpty();
        run.replace(
                run.charges,
                c -> c.key() == 2,
                c -> new Charge(2, 1, PlantedRun.ENTITY, "eu", c.target(), null, c.last(), 8));
        assertThat(run.check()).isEmpty();
    }

    @Test
    void i11_aSecretInALog(@TempDir Path logs) throws IOException {
        Files.writeString(logs.resolve("node1-1.log"), "all well\nthe secret is 12345, ha\n");
        Files.writeString(logs.resolve("node2-1.log"), "all well\n");
        run.secretsInLogs.addAll(LogsKeepSecrets.search(logs, List.of("12345")));
        assertThat(run.secretsInLogs).containsExactly("node1-1.log:2");
        finds("I11", "a log shows a secret");
    }

    @Test
    void takeovers_areCounted() {
        Report report = Report.of(1, 2, 60, run.evidence(), run.check());
        assertThat(report.takeovers()).isEqualTo(1);
        assertThat(report.chunks()).isEqualTo(3);
        assertThat(report.stops()).containsEntry("200", 1L).containsEntry("409", 1L);
        assertThat(report.jobs()).containsEntry("COMPLETED", 1L).containsEntry("STOPPED", 1L);
        assertThat(report.and(report).markdown()).contains("| kill -9 | 2 | 0 |");
    }

    private static Evidence.ProgressChange progress(Evidence.ProgressChange p, long at, int epoch, long chunk) {
        return new Evidence.ProgressChange(
                p.seq(),
                p.xid(),
                at,
                p.job(),
                p.partition(),
                epoch,
                chunk,
                p.windowAfter(),
                p.processed(),
                p.updated(),
                p.countedTo(),
                p.workedOn());
    }

    /** All that the first job's second worker does, from a commit on, comes so many microseconds later. */
    private void delay(long seq, long micros) {
        run.replace(
                run.jobChanges,
                j -> j.seq() >= seq && j.seq() <= 12,
                j -> new Evidence.JobChange(
                        j.seq(), j.xid(), j.at() + micros, j.job(), j.status(), j.epoch(), j.stopRequested()));
        run.replace(
                run.progressChanges,
                p -> p.seq() >= seq && p.seq() <= 12,
                p -> progress(p, p.at() + micros, p.epoch(), p.chunkNo()));
    }

    private void finds(String invariant, String what) {
        assertThat(run.check()).anySatisfy(violation -> {
            assertThat(violation.invariant()).isEqualTo(invariant);
            assertThat(violation.what()).contains(what);
            assertThat(violation.evidence()).isNotEmpty();
        });
    }

    private static ChargeChange to(ChargeChange change, int date) {
        return new ChargeChange(
                change.seq(), change.xid(), change.at(), change.key(), change.from(), date, change.writer());
    }

    private static Job counted(Job job, long processed, long updated) {
        return new Job(
                job.id(),
                job.tenant(),
                job.entity(),
                job.orgs(),
                job.upperKey(),
                job.status(),
                job.total(),
                processed,
                updated,
                job.failed());
    }
}
