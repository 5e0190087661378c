package dev.bookingdate.server.engine;

import static dev.bookingdate.server.engine.Scene.CALLER;
import static dev.bookingdate.server.engine.Scene.ENTITY;
import static dev.bookingdate.server.engine.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.job.BackfillJob;
import dev.bookingdate.server.job.FailedRecord;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import dev.bookingdate.server.job.MissingOriginal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charges that can't be written: they are found, recorded and passed over, and the others are done. */
@Tag("long")
class FailuresTest {

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void chargesThatTheDatabaseRefuses_arePassedOver_andTheJobCompletes() {
        scene.charges(5_000);
        refuse("charge_key in (1, 777, 778, 4999)", "P0001");
        scene.jdbc
                .sql("alter table rate_plan_charge add constraint in_open_period"
                        + " check (charge_key <> 5000 or booking_date is null) not valid")
                .update();
        JobKey key = scene.create();

        scene.worker().run(PartitionKey.first(key), Scene.DUE);

        BackfillJob job = scene.job(key);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.recordsFailed()).isEqualTo(5);
        assertThat(job.failedRecords())
                .extracting(FailedRecord::reason)
                .containsExactly(
                        "SQLSTATE P0001, function refuse_some",
                        "SQLSTATE P0001, function refuse_some",
                        "SQLSTATE P0001, function refuse_some",
                        "SQLSTATE P0001, function refuse_some",
                        "SQLSTATE 23514, constraint in_open_period");
        assertThat(job.failedRecords())
                .extracting(FailedRecord::chargeId)
                .containsExactlyElementsOf(idsOf("charge_key in (1, 777, 778, 4999, 5000)"));
        assertThat(job.recordsProcessed()).isEqualTo(5_000);
        assertThat(job.recordsUpdated()).isEqualTo(scene.audited(key)).isEqualTo(job.recordsAudited());
        assertThat(scene.wrongRows()).isEqualTo(5);
        assertThat(scene.auditedButDifferent(key)).isZero();
    }

    @Test
    void charges_withoutAFiniteOrKnownOriginalDate_arePassedOver() {
        scene.jdbc.sql("""
                        alter table rate_plan_charge drop constraint rate_plan_charge_created_on_check,
                            alter created_on drop not null
                        """).update();
        charge("good", "good", "2024-01-01 12:00:00+00", null);
        charge("no-date", "no-date", null, null);
        charge("null", "null", null, null);
        charge("of-null", "null", "2024-01-01 12:00:00+00", null);
        charge("infinite", "infinite", "infinity", "infinity");
        charge("out-of-range", "out-of-range", "4714-11-24 00:00:00+00 BC", null);
        charge("two-1", "two-2", "2024-01-01 12:00:00+00", null);
        charge("two-2", "two-1", "2024-01-02 12:00:00+00", null);
        charge("three-1", "three-2", "2024-01-01 12:00:00+00", null);
        charge("three-2", "three-3", "2024-01-02 12:00:00+00", null);
        charge("three-3", "three-1", "2024-01-03 12:00:00+00", null);
        charge("into-a-circle", "two-1", "2024-01-01 12:00:00+00", null);
        charge("chain", "in-between", "2024-03-03 12:00:00+00", null);
        charge("in-between", "good", "2024-02-02 12:00:00+00", null);
        charge("of-a-chain-that-ends", "orphan", "2024-03-03 12:00:00+00", null);
        charge("orphan", "missing", "2024-02-05 12:00:00+00", null);
        scene.jdbc.sql("analyze rate_plan_charge").update();
        JobKey key = scene.create();

        scene.worker(0.9).run(PartitionKey.first(key), Scene.DUE);

        BackfillJob job = scene.job(key);
        assertThat(job.failedRecords())
                .containsExactly(
                        new FailedRecord("no-date", "SQLSTATE 23514, constraint backfill_audit_written_date_finite"),
                        new FailedRecord("infinite", "SQLSTATE 23514, constraint backfill_audit_written_date_finite"),
                        new FailedRecord("out-of-range", "SQLSTATE 22008"),
                        new FailedRecord("two-1", "SQLSTATE BD001, function created_on_unless_cyclic"),
                        new FailedRecord("two-2", "SQLSTATE BD001, function created_on_unless_cyclic"),
                        new FailedRecord("three-1", "SQLSTATE BD001, function created_on_unless_cyclic"),
                        new FailedRecord("three-2", "SQLSTATE BD001, function created_on_unless_cyclic"),
                        new FailedRecord("three-3", "SQLSTATE BD001, function created_on_unless_cyclic"),
                        new FailedRecord("into-a-circle", "SQLSTATE BD001, function created_on_unless_cyclic"));
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(scene.bookingDate("good")).isEqualTo("2024-01-01");
        assertThat(scene.bookingDate("in-between")).isEqualTo("2024-01-01");
        assertThat(scene.bookingDate("chain")).isEqualTo("2024-02-02");
        // The original has no date of its own: the lineage's earliest counts.
        assertThat(scene.bookingDate("null")).isEqualTo("2024-01-01");
        assertThat(scene.bookingDate("of-null")).isEqualTo("2024-01-01");
        assertThat(scene.bookingDate("of-a-chain-that-ends")).isEqualTo("2024-02-05");
        assertThat(job.recordsProcessed()).isEqualTo(16);
        assertThat(job.recordsUpdated()).isEqualTo(7).isEqualTo(scene.audited(key));
    }

    @Test
    void aJobOfWhichTooManyFail_isFailed_beforeItHasTriedThemAll() {
        scene.charges(2_000);
        refuse("true", "AB123");
        JobKey key = scene.create();

        scene.worker().run(PartitionKey.first(key), Scene.DUE);

        BackfillJob job = scene.job(key);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.failureReason()).isEqualTo("101 of 2000 records failed");
        assertThat(job.recordsFailed()).isEqualTo(101);
        assertThat(job.failedRecords()).hasSize(20);
        assertThat(recorded(key)).isEqualTo(101);
        assertThat(scene.audited(key)).isZero();
        assertThat(job.recordsAudited()).isNull();
    }

    @Test
    void aFewFailures_doNotFailASmallJob_unlessTheyAreAllOfIt() {
        scene.charges(9);
        refuse("charge_key > 1", "P0001");
        JobKey some = scene.create();
        scene.worker().run(PartitionKey.first(some), Scene.DUE);
        assertThat(scene.job(some).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(scene.job(some).recordsFailed()).isEqualTo(8);

        scene.jdbc
                .sql(
                        "update rate_plan_charge set charge_id = 'gone', entity_id = gen_random_uuid() where charge_key = 1")
                .update();
        JobKey all = scene.create();
        scene.worker().run(PartitionKey.first(all), Scene.DUE);
        assertThat(scene.job(all).status()).isEqualTo(JobStatus.FAILED);
        assertThat(scene.job(all).failureReason()).isEqualTo("8 of 8 records failed");
    }

    @Test
    void end_countsTheFailuresOfAllPartitions() {
        scene.charges(100);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        Scene.cut(node, claim, 50, 2, new RunningJob());
        // 5 and 6 of 50: neither knew of the other's when it was the last to look.
        scene.jdbc
                .sql("update backfill_progress set window_after = upper_key, records_failed = 5 + partition_no")
                .update();
        node.reconcile(claim, 50_000, new RunningJob());

        assertThat(node.end(claim, JobStatus.COMPLETED, null).map(Ended::status))
                .contains(JobStatus.FAILED);

        assertThat(scene.job(key).failureReason()).isEqualTo("11 of 100 records failed");
    }

    @Test
    void run_thatIsInterruptedAnywhere_recordsEachFailureOnce_andAuditsEachChargeOnce() {
        scene.charges(3_000);
        refuse("charge_key % 97 = 0", "P0001");
        JobKey key = scene.create();
        Random random = new Random(3);
        Outcome outcome = Outcome.HANDED_OVER;
        for (int node = 0; outcome.equals(Outcome.HANDED_OVER); node++) {
            assertThat(node).isLessThan(500);
            RunningJobs running = new RunningJobs();
            CompletableFuture<Outcome> run =
                    CompletableFuture.supplyAsync(() -> scene.worker(running).run(PartitionKey.first(key), Scene.DUE));
            long target = scene.job(key).chunks() + 1 + random.nextInt(40);
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> run.isDone() || scene.job(key).chunks() >= target);
            running.drain();
            outcome = run.orTimeout(20, TimeUnit.SECONDS).join();
        }

        BackfillJob job = scene.job(key);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.recordsProcessed()).isEqualTo(3_000);
        assertThat(job.recordsFailed()).isEqualTo(30).isEqualTo(recorded(key));
        assertThat(job.recordsUpdated()).isEqualTo(scene.audited(key));
        assertThat(scene.wrongRows()).isEqualTo(30);
        assertThat(scene.auditedButDifferent(key)).isZero();
    }

    @Test
    void passOver_isGuardedAsAnyChunkIs() {
        scene.charges(100);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim zombie = node.claim(PartitionKey.first(key)).orElseThrow();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        Chunk single = new Chunk(claim.position().inWindow(100), 11, 11, false, false);
        assertThat(node.passOver(zombie, single, "reason", new RunningJob())).isEmpty();

        Position next = node.passOver(claim, single, "reason", new RunningJob())
                .orElseThrow()
                .next();
        assertThat(next).isEqualTo(new Position(1, 0, 100L, 0, 11L));
        assertThat(node.passOver(claim, single, "reason", new RunningJob())).isEmpty();
        scene.jobs.stop(CALLER, text(key));
        Chunk other = new Chunk(next, 11, 22, false, false);
        assertThat(node.passOver(claim, other, "reason", new RunningJob())).isEmpty();

        assertThat(recorded(key)).isEqualTo(1);
        assertThat(scene.job(key).failedRecords())
                .containsExactly(new FailedRecord(idsOf("charge_key = 11").get(0), "reason"));
    }

    @Test
    void failures_areAllCounted_andAllKept() {
        scene.charges(100);
        refuse("charge_key = 50", "P0001");
        JobKey key = scene.create();
        scene.jdbc
                .sql("insert into backfill_failure (tenant_id, job_id, charge_key, charge_id, reason)"
                        + " select 1, :job, -i, 'c' || i, 'r' from generate_series(1, 1000) i")
                .param("job", key.jobId())
                .update();

        scene.worker().run(PartitionKey.first(key), Scene.DUE);

        assertThat(scene.job(key).recordsFailed()).isEqualTo(1);
        assertThat(recorded(key)).isEqualTo(1001);
    }

    @Test
    void missingOriginals_areCounted_andTheFirstOnesNamed() {
        scene.charges(3_000);
        JobKey key = scene.create();

        Scene.runToTheEnd(scene.worker(), PartitionKey.first(key));

        BackfillJob job = scene.job(key);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.recordsMissing()).isEqualTo(missing("true")).isGreaterThan(100);
        assertThat(job.missingOriginals()).hasSize(20).startsWith(firstMissing());
        assertThat(scene.wrongRows()).isZero();
    }

    @Test
    void missingOriginals_thatAreRejected_keepTheirDate_andAreRecordedAsFailed() {
        scene.charges(3_000);
        JobKey key = scene.create();

        Scene.runToTheEnd(scene.worker(1, MissingOriginals.REJECT), PartitionKey.first(key));

        BackfillJob job = scene.job(key);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.recordsFailed()).isEqualTo(missing("true")).isEqualTo(job.recordsMissing());
        assertThat(recorded(key)).isEqualTo(job.recordsFailed());
        assertThat(job.failedRecords().get(0))
                .isEqualTo(new FailedRecord(firstMissing().chargeId(), "its original is not in the data"));
        assertThat(missing("charge_key = any (array(select charge_key from backfill_change))"))
                .isZero();
        assertThat(job.recordsProcessed()).isEqualTo(3_000);
    }

    @Test
    void missingOriginals_thatMustNotBe_failTheJob() {
        scene.charges(3_000);
        JobKey key = scene.create();

        Scene.runToTheEnd(scene.worker(1, MissingOriginals.FAIL), PartitionKey.first(key));

        BackfillJob job = scene.job(key);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.failureReason())
                .isEqualTo("the originals of " + job.recordsMissing()
                        + " charges or more are not in the data (missing-originals=fail)");
        assertThat(job.recordsFailed()).isZero();
        assertThat(missing("charge_key = any (array(select charge_key from backfill_change))"))
                .isZero();
    }

    /** Another way to the answer than the engine's. */
    private long missing(String condition) {
        return scene.jdbc
                .sql("select count(*) from rate_plan_charge c where tenant_id = 1 and " + condition
                        + " and original_id not in (select charge_id from rate_plan_charge)")
                .query(Long.class)
                .single();
    }

    private MissingOriginal firstMissing() {
        return scene.jdbc
                .sql("select charge_id, original_id from rate_plan_charge where original_id not in"
                        + " (select charge_id from rate_plan_charge) order by charge_key limit 1")
                .query(MissingOriginal.class)
                .single();
    }

    @Test
    void chargesWhoseUpdateATriggerSuppresses_arePassedOver() {
        scene.charges(40);
        scene.jdbc.sql("""
                        create function suppress() returns trigger language plpgsql as $$ begin return null; end $$;
                        create trigger suppress before update of booking_date on rate_plan_charge
                            for each row when (new.charge_key in (20, 21)) execute function suppress()
                        """).update();
        JobKey key = scene.create();

        scene.worker().run(PartitionKey.first(key), Scene.DUE);

        BackfillJob job = scene.job(key);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.failedRecords())
                .extracting(FailedRecord::reason)
                .containsExactly("an update of it has no effect", "an update of it has no effect");
        assertThat(job.failedRecords())
                .extracting(FailedRecord::chargeId)
                .containsExactlyElementsOf(idsOf("charge_key in (20, 21)"));
        assertThat(job.recordsProcessed()).isEqualTo(40);
        assertThat(job.recordsUpdated()).isEqualTo(38).isEqualTo(scene.audited(key));
    }

    /**
     * One charge keeps a stripe from being done at once, so it is done again, and then in parts. Meanwhile a user changes
     * another charge of that stripe that the job has written.
     */
    @ParameterizedTest
    @CsvSource({"n = 2, 0", "n >= 2, 1"})
    void aUsersChange_inAStripeThatIsDoneAgainInParts_stays(String refused, int failures) throws Exception {
        scene.charges(100);
        scene.jdbc.sql("""
                        create sequence tries;
                        create function disturb() returns trigger language plpgsql as $$
                        declare n bigint := nextval('tries');
                        begin
                            if n = 1 then return null; end if;
                            perform pg_advisory_xact_lock_shared(16);
                            if %s then raise exception 'not now'; end if;
                            return new;
                        end $$;
                        create trigger disturb before update of booking_date on rate_plan_charge
                            for each row when (new.charge_key = 22) execute function disturb()
                        """.formatted(refused)).update();
        JobKey key = scene.create();
        CompletableFuture<Outcome> run;
        try (Connection user = scene.database.dataSource().getConnection();
                Statement statement = user.createStatement()) {
            statement.execute("select pg_advisory_lock(16)");
            run = CompletableFuture.supplyAsync(
                    () -> scene.patientWorker(new RunningJobs()).run(PartitionKey.first(key), Scene.DUE));
            await().until(() -> scene.waitingForALock() > 0);
            statement.execute("update rate_plan_charge set booking_date = '1999-09-09' where charge_key = 77");
            statement.execute("select pg_advisory_unlock(16)");
        }
        run.orTimeout(10, TimeUnit.SECONDS).join();

        BackfillJob job = scene.job(key);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.recordsFailed()).isEqualTo(failures);
        assertThat(scene.bookingDate(idsOf("charge_key = 77").get(0))).isEqualTo("1999-09-09");
        assertThat(job.recordsUpdated()).isEqualTo(100 - failures).isEqualTo(scene.audited(key));
    }

    /** The database ends each statement too early, and nobody has asked for that. */
    @Test
    void aStatementThatIsCancelled_isTriedAgainLaterEachTime_andFailsTheJobInTheEnd() {
        scene.charges(100);
        scene.jdbc.sql("""
                        create function dawdle() returns trigger language plpgsql as $$
                        begin perform pg_sleep(5); return new; end $$;
                        create trigger dawdle before update on rate_plan_charge for each row execute function dawdle()
                        """).update();
        scene.jdbc
                .sql("alter database " + scene.database.name() + " set statement_timeout = '200ms'")
                .update();
        JobKey key = scene.create();

        Instant before = Instant.now();
        Outcome first = scene.worker().run(PartitionKey.first(key), Scene.DUE);

        assertThat(first.goesOn())
                .isBetween(before.plusSeconds(1), Instant.now().plusSeconds(1));
        assertThat(scene.job(key).status()).isEqualTo(JobStatus.PROCESSING);
        assertThat(scene.job(key).throttleReason())
                .isEqualTo("tries again after a failure: SQLSTATE 57014, function dawdle");
        before = Instant.now();
        assertThat(scene.worker().run(PartitionKey.first(key), Scene.DUE).goesOn())
                .isBetween(before.plusSeconds(2), Instant.now().plusSeconds(2));

        scene.jdbc.sql("update backfill_progress set attempts = 7").update();
        assertThat(scene.worker().run(PartitionKey.first(key), Scene.DUE)).isEqualTo(Outcome.DONE);

        assertThat(scene.job(key).status()).isEqualTo(JobStatus.FAILED);
        assertThat(scene.job(key).failureReason())
                .isEqualTo("8 attempts in a row failed, the last one with SQLSTATE 57014, function dawdle");
        assertThat(scene.job(key).recordsFailed()).isZero();
    }

    @Test
    void failures_thatSomethingWasDoneBetween_areNotInARow() {
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        assertThat(node.countFailure(claim, false)).contains(1);
        assertThat(node.countFailure(claim, false)).contains(2);
        assertThat(node.countFailure(claim, true)).contains(1);
        node.putBack(claim, "it failed", true);
        assertThat(node.claim(PartitionKey.first(key)).orElseThrow().attempts()).isEqualTo(1);
        assertThat(node.countFailure(claim, false)).isEmpty();
        Claim next = node.claim(PartitionKey.first(key)).orElseThrow();
        node.putBack(next, "a limit", false);
        assertThat(node.claim(PartitionKey.first(key)).orElseThrow().attempts()).isZero();
    }

    @Test
    void reconciliation_tellsWhenChargesLeftTheScope() {
        scene.charges(300);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        Scene.cut(node, claim, 1_000_000, 1, new RunningJob());
        scene.jdbc
                .sql("delete from rate_plan_charge where charge_key in (7, 8)")
                .update();

        scene.worker().run(PartitionKey.first(key), Scene.DUE);

        BackfillJob job = scene.job(key);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.recordsTotal()).isEqualTo(300);
        assertThat(job.recordsProcessed()).isEqualTo(298);
        assertThat(job.recordsAudited()).isEqualTo(job.recordsUpdated()).isEqualTo(scene.audited(key));
    }

    /** A trigger that raises for some charges, and quotes what it should not. */
    private void refuse(String condition, String state) {
        scene.jdbc
                .sql("""
                        create function refuse_some() returns trigger language plpgsql as $$
                        begin
                            raise exception 'the charge %% is a secret', new.charge_id using errcode = '%s';
                        end $$;
                        create trigger refuse_some before update of booking_date on rate_plan_charge
                            for each row when (%s) execute function refuse_some()
                        """.formatted(state, condition.replace("charge_key", "new.charge_key")))
                .update();
    }

    private void charge(String id, String originalId, String createdOn, String bookingDate) {
        scene.charge(id, originalId, createdOn, bookingDate, ENTITY, "us");
    }

    private long recorded(JobKey key) {
        return scene.jdbc
                .sql("select count(*) from backfill_failure where job_id = :job")
                .param("job", key.jobId())
                .query(Long.class)
                .single();
    }

    private List<String> idsOf(String condition) {
        return scene.jdbc
                .sql("select charge_id from rate_plan_charge where " + condition + " order by charge_key")
                .query(String.class)
                .list();
    }
}
