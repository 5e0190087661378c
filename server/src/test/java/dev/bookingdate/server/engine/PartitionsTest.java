package dev.bookingdate.server.engine;

import static dev.bookingdate.server.engine.Scene.CALLER;
import static dev.bookingdate.server.engine.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.job.BackfillJob;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A job in several partitions, which several nodes work on at once: one stop, one end, one set of counts. */
@Tag("long")
class PartitionsTest {

    /** One partition as its row says. */
    record Part(int number, long after, long upper, long total, int epoch) {}

    Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void cut_makesPartitionsOfEquallyManyCharges_thatLeaveNothingOut() {
        scene.charges(10_000);
        // Half of the charges, in a corner of the keys: equal ranges of keys would be far from equal in charges.
        scene.jdbc
                .sql("update rate_plan_charge set org_id = 'apac' where charge_key % 10 > 0 and charge_key > 5000")
                .update();
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();

        Cut cut = Scene.cut(node, claim, 1_000, 32, new RunningJob()).orElseThrow();

        List<Part> parts = parts();
        assertThat(cut.partitions()).isEqualTo(5).isEqualTo(parts.size());
        assertThat(cut.upperKey()).isEqualTo(parts.get(0).upper());
        assertThat(parts).extracting(Part::after).startsWith(0L);
        assertThat(parts.get(4).upper()).isEqualTo(10_000);
        for (int i = 1; i < parts.size(); i++) {
            assertThat(parts.get(i).after()).isEqualTo(parts.get(i - 1).upper());
        }
        assertThat(parts).allSatisfy(part -> assertThat(part.total()).isBetween(1_000L, 1_200L));
        assertThat(scene.job(key).recordsTotal()).isEqualTo(5_500);
        assertThat(Scene.cut(node, claim, 1_000, 32, new RunningJob())).isEmpty();
    }

    @Test
    void count_goesOnWhereTheNodeBeforeStood_andIsRefusedAsAChunkIs() {
        scene.charges(10_000);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim dead = node.claim(PartitionKey.first(key)).orElseThrow();
        assertThat(node.count(dead, 1_000, 4_000, new RunningJob())).contains(4_000L);
        // Sent twice, and before it is counted to the end.
        assertThat(node.count(dead, 1_000, 4_000, new RunningJob())).isEmpty();
        assertThat(node.cut(dead, 1_000, 32, new RunningJob())).isEmpty();

        Claim heir = node.claim(PartitionKey.first(key)).orElseThrow();
        assertThat(heir.countedTo()).isEqualTo(4_000);
        assertThat(node.count(dead.countedTo(4_000), 1_000, 4_000, new RunningJob()))
                .isEmpty();
        assertThat(node.count(heir, 1_000, 4_000, new RunningJob())).contains(8_000L);
        assertThat(node.count(heir.countedTo(8_000), 1_000, 4_000, new RunningJob()))
                .contains(10_000L);
        assertThat(scene.job(key).recordsTotal()).isNull();
        assertThat(node.cut(heir.countedTo(10_000), 2_500, 32, new RunningJob()))
                .contains(new Cut(2_500, 4));

        assertThat(scene.job(key).recordsTotal()).isEqualTo(10_000);
        assertThat(scene.jdbc
                        .sql("select count(*) from backfill_granule")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void count_ofAJobThatWasAskedToStop_isRefused_andForgottenWithTheEnd() {
        scene.charges(100);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        node.count(claim, 1_000, 10, new RunningJob());
        scene.stop(key);

        assertThat(node.count(claim.countedTo(10), 1_000, 10, new RunningJob())).isEmpty();

        assertThat(node.settleStopped(key)).isPresent();
        assertThat(scene.jdbc
                        .sql("select count(*) from backfill_granule")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void reconcile_countsInPieces_andOfTwoOnlyOneGoesOn() {
        scene.charges(1_000);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        Scene.cut(node, claim, 1_000, 1, new RunningJob());
        scene.jdbc
                .sql("update backfill_progress set window_after = upper_key;"
                        + " insert into backfill_audit (tenant_id, job_id, first_key, last_key, stripes, key_steps, previous_dates, written_dates)"
                        + " select 1, job_id, i, i, 1, '{0}', '{null}', '{2024-01-01}'"
                        + " from backfill_job, generate_series(1, 250) i")
                .update();
        assertThat(node.reconcile(claim, 100, new RunningJob())).isTrue();
        assertThat(node.reconcile(claim, 100, new RunningJob())).isTrue();
        assertThat(node.end(claim, JobStatus.COMPLETED, null)).isEmpty();
        assertThat(node.reconcile(claim, 100, new RunningJob())).isFalse();
        assertThat(node.reconcile(claim, 100, new RunningJob())).isFalse();

        assertThat(node.end(claim, JobStatus.COMPLETED, null).map(Ended::audited))
                .contains(250L);
    }

    /** Its last chunk came before the other's; the other one is just about to count the audit. */
    @Test
    void partition_thatIsDone_leavesTheEndToTheOneThatCountsTheAudit() {
        scene.charges(1_000);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim first = node.claim(PartitionKey.first(key)).orElseThrow();
        Scene.cut(node, first, 500, 2, new RunningJob());
        Claim second = node.claim(new PartitionKey(key, 1)).orElseThrow();
        node.reconcile(first, 50_000, new RunningJob());
        scene.jdbc
                .sql("update backfill_progress set window_after = upper_key, records_processed = records_total")
                .update();

        assertThat(node.end(first, JobStatus.COMPLETED, null)).isEmpty();

        node.reconcile(second, 50_000, new RunningJob());
        assertThat(node.end(second, JobStatus.COMPLETED, null)).hasValueSatisfying(ended -> {
            assertThat(ended.status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(ended.audited()).isZero();
        });
    }

    @Test
    void cut_makesNoMoreThanAllowed_andOneOfASmallJob_andOneOfNothing() {
        JobStatements node = scene.statements();
        JobKey empty = scene.create();
        Claim nothing = node.claim(PartitionKey.first(empty)).orElseThrow();
        assertThat(Scene.cut(node, nothing, 100, 32, new RunningJob())).contains(new Cut(0, 1));
        node.reconcile(nothing, 50_000, new RunningJob());
        assertThat(node.end(nothing, JobStatus.COMPLETED, null).map(Ended::status))
                .contains(JobStatus.COMPLETED);
        assertThat(scene.job(empty).recordsTotal()).isZero();

        scene.charges(1_000);
        JobKey small = scene.create();
        Claim claim = node.claim(PartitionKey.first(small)).orElseThrow();
        assertThat(Scene.cut(node, claim, 501, 32, new RunningJob())).contains(new Cut(1_000, 1));
        scene.jobs.stop(CALLER, text(small));
        node.settleStopped(small);

        JobKey bounded = scene.create();
        Claim large = node.claim(PartitionKey.first(bounded)).orElseThrow();
        assertThat(Scene.cut(node, large, 10, 4, new RunningJob())).contains(new Cut(250, 4));
    }

    @Test
    void cut_byANodeThatLostTheJob_isRefused() {
        scene.charges(1_000);
        JobKey key = scene.create();
        Claim zombie = scene.statements().claim(PartitionKey.first(key)).orElseThrow();
        scene.statements().claim(PartitionKey.first(key)).orElseThrow();

        assertThat(scene.statements().cut(zombie, 100, 32, new RunningJob())).isEmpty();

        assertThat(scene.jdbc
                        .sql("select count(*) from backfill_progress where upper_key is not null")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void run_onSeveralNodesAtOnce_setsEveryChargeOnce_andTheLastOneClosesTheJob() {
        scene.charges(20_000);
        JobKey key = scene.create();
        List<PartitionKey> queue = cutInto(key, 5_000);
        assertThat(queue).extracting(PartitionKey::number).containsExactly(1, 2, 3);
        assertThat(scene.job(key).status()).isEqualTo(JobStatus.PROCESSING);
        assertThat(scene.job(key).recordsTotal()).isEqualTo(20_000);

        List<CompletableFuture<Outcome>> nodes = queue.stream()
                .limit(2)
                .map(part -> start(new RunningJobs(), part))
                .toList();
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> parts().stream().filter(part -> part.epoch() > 1).count() == 2);
        nodes.forEach(PartitionsTest::join);
        BackfillJob almost = scene.job(key);
        assertThat(almost.status()).isEqualTo(JobStatus.PROCESSING);
        assertThat(almost.recordsProcessed()).isEqualTo(15_000);

        join(start(new RunningJobs(), new PartitionKey(key, 3)));

        BackfillJob job = scene.job(key);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.recordsProcessed()).isEqualTo(20_000).isEqualTo(job.recordsTotal());
        assertThat(job.recordsUpdated()).isEqualTo(scene.audited(key));
        assertThat(scene.wrongRows()).isZero();
        assertThat(scene.auditedButDifferent(key)).isZero();
    }

    @Test
    void stop_whileSeveralNodesWork_bringsAllOfThemToRest() {
        scene.charges(30_000);
        Random random = new Random(11);
        for (int round = 0; round < 6; round++) {
            JobKey key = scene.create();
            RunningJobs one = new RunningJobs();
            RunningJobs other = new RunningJobs();
            JobStatements node = scene.statements();
            Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
            Scene.cut(node, claim, 10_000, 32, new RunningJob());
            List<CompletableFuture<Outcome>> runs = List.of(
                    start(one, new PartitionKey(key, 0)),
                    start(one, new PartitionKey(key, 1)),
                    start(other, new PartitionKey(key, 2)));
            long target = 3 + random.nextInt(60);
            await().pollInterval(Duration.ofMillis(1))
                    .until(() ->
                            scene.job(key).chunks() >= target || runs.stream().allMatch(CompletableFuture::isDone));

            boolean accepted = scene.stop(key);
            one.interrupt(key);
            // The other node does not hear of it.
            runs.forEach(PartitionsTest::join);

            BackfillJob job = scene.job(key);
            assertThat(job.status()).isEqualTo(accepted ? JobStatus.STOPPED : JobStatus.COMPLETED);
            assertThat(job.recordsUpdated()).isEqualTo(scene.audited(key));
            assertThat(scene.auditedButDifferent(key)).isZero();
            assertThat(scene.statements().claim(new PartitionKey(key, 1))).isEmpty();
        }
    }

    @Test
    void stop_isAtRestOnlyWhenNoPartitionCanCommitAnyMore() throws Exception {
        scene.charges(2_000);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        Scene.cut(node, claim, 1_000, 32, new RunningJob());
        CompletableFuture<Outcome> second;
        CompletableFuture<?> settled;
        try (Connection user = scene.database.dataSource().getConnection();
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("update rate_plan_charge set segment = 9 where charge_key > 1000");
            second = CompletableFuture.supplyAsync(
                    () -> scene.patientWorker(new RunningJobs(), 1_000).run(new PartitionKey(key, 1), Scene.DUE));
            await().until(() -> scene.waitingForALock() == 1);

            scene.jobs.stop(CALLER, text(key));
            settled = CompletableFuture.supplyAsync(
                    () -> scene.patientStatements().settleStopped(key));
            await().until(() -> scene.waitingForALock() == 2);

            assertThat(scene.job(key).status()).isEqualTo(JobStatus.PROCESSING);
            user.commit();
        }
        join(second);
        join(settled);
        assertThat(scene.job(key).status()).isEqualTo(JobStatus.STOPPED);
        assertThat(scene.job(key).chunks()).isEqualTo(1);
        assertThat(scene.job(key).recordsUpdated()).isEqualTo(scene.audited(key));
        // Every partition was moved on, also those that nobody worked on.
        assertThat(parts()).allSatisfy(part -> assertThat(part.epoch()).isGreaterThan(0));
    }

    @Test
    void aPartitionThatIsTakenOver_leavesTheOthersToTheirNodes() {
        scene.charges(3_000);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim first = node.claim(PartitionKey.first(key)).orElseThrow();
        Cut cut = Scene.cut(node, first, 1_000, 32, new RunningJob()).orElseThrow();
        Claim dead = node.claim(new PartitionKey(key, 1)).orElseThrow();

        Claim heir = node.claim(new PartitionKey(key, 1)).orElseThrow();

        assertThat(heir.epoch()).isGreaterThan(dead.epoch());
        assertThat(node.hold(dead)).isEqualTo(Hold.TAKEN_OVER);
        assertThat(node.hold(heir)).isEqualTo(Hold.HELD);
        assertThat(node.hold(first)).isEqualTo(Hold.HELD);
        Position inSecond = dead.position().inWindow(dead.upperKey());
        assertThat(node.chunk(dead, Scene.rest(inSecond, 11), new RunningJob())).isEmpty();
        assertThat(node.end(dead, JobStatus.FAILED, "zombie")).isEmpty();
        assertThat(node.chunk(heir, Scene.rest(inSecond, 11), new RunningJob())).isPresent();
        Position inFirst = first.position().inWindow(cut.upperKey());
        assertThat(node.chunk(first, Scene.rest(inFirst, 11), new RunningJob())).isPresent();
    }

    @Test
    void end_whenTwoPartitionsFinishAtTheSameTime_isWrittenOnce_andNeverLost() {
        scene.charges(40);
        for (int round = 0; round < 40; round++) {
            JobKey key = scene.create();
            JobStatements node = scene.statements();
            Scene.cut(node, node.claim(PartitionKey.first(key)).orElseThrow(), 10, 32, new RunningJob());
            List<CompletableFuture<Outcome>> runs = List.of(
                    start(new RunningJobs(), new PartitionKey(key, 0)),
                    start(new RunningJobs(), new PartitionKey(key, 1)),
                    start(new RunningJobs(), new PartitionKey(key, 2)),
                    start(new RunningJobs(), new PartitionKey(key, 3)));
            // Sometimes a stop comes into the race.
            boolean stopped = round % 2 == 1 && scene.stop(key);

            runs.forEach(PartitionsTest::join);

            assertThat(scene.job(key).status()).isEqualTo(stopped ? JobStatus.STOPPED : JobStatus.COMPLETED);
            assertThat(scene.job(key).recordsUpdated()).isEqualTo(scene.audited(key));
            scene.jdbc.sql("update rate_plan_charge set booking_date = null").update();
        }
    }

    @Test
    void unqueued_namesPartitionsThatHaveSomethingLeft_andTheFirstOneWhenOnlyTheEndIsMissing() {
        scene.charges(3_000);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        Scene.cut(node, claim, 1_000, 32, new RunningJob());
        scene.jdbc
                .sql("update backfill_job set created_on = created_on - interval '1 minute'")
                .update();
        assertThat(queued()).containsExactly(new PartitionKey(key, 1), new PartitionKey(key, 2));
        assertThat(node.queue().unqueued()).containsExactly(new PartitionKey(key, 0));
        emptyTheQueue();
        finish(1);
        assertThat(node.queue().unqueued())
                .containsExactlyInAnyOrder(new PartitionKey(key, 0), new PartitionKey(key, 2));

        JobScheduler.queue(scene.database.dataSource()).add(new PartitionKey(key, 2));
        JobScheduler.queue(scene.database.dataSource()).add(new PartitionKey(key, 2));
        assertThat(node.queue().unqueued()).containsExactly(new PartitionKey(key, 0));

        finish(0);
        assertThat(node.queue().unqueued()).isEmpty();
        finish(2);
        // Somebody counts the audit, or ends the job at this moment.
        assertThat(node.queue().unqueued()).isEmpty();
        emptyTheQueue();
        assertThat(node.queue().unqueued()).containsExactly(new PartitionKey(key, 0));
        assertThat(start(new RunningJobs(), new PartitionKey(key, 0))).succeedsWithin(Duration.ofSeconds(20));
        assertThat(scene.job(key).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void partitionKey_readsWhatItWrites() {
        JobKey key = scene.create();
        for (int number : List.of(0, 1, 31)) {
            PartitionKey partition = new PartitionKey(key, number);
            assertThat(PartitionKey.parse(partition.toString())).contains(partition);
        }
        assertThat(PartitionKey.parse(key.toString())).contains(PartitionKey.first(key));
        assertThat(PartitionKey.parse(key + "/x")).isEmpty();
    }

    /** Lets one node cut the job and do its first partition. Returns what it put into the queue. */
    private List<PartitionKey> cutInto(JobKey key, long partitionRows) {
        scene.worker(new RunningJobs(), partitionRows).run(PartitionKey.first(key), Scene.DUE);
        return queued();
    }

    private List<PartitionKey> queued() {
        return scene.jdbc
                .sql("select task_instance from scheduled_tasks order by task_instance")
                .query((row, rowNumber) -> PartitionKey.parse(row.getString(1)).orElseThrow())
                .list();
    }

    private CompletableFuture<Outcome> start(RunningJobs running, PartitionKey partition) {
        return CompletableFuture.supplyAsync(
                () -> scene.worker(running, 1_000_000).run(partition, Scene.DUE));
    }

    private static void join(CompletableFuture<?> run) {
        run.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private void emptyTheQueue() {
        scene.jdbc.sql("delete from scheduled_tasks").update();
    }

    private void finish(int partition) {
        scene.jdbc
                .sql("update backfill_progress set window_after = upper_key where partition_no = :number")
                .param("number", partition)
                .update();
    }

    private List<Part> parts() {
        return scene.jdbc
                .sql("""
                        select partition_no, window_after, upper_key, coalesce(records_total, 0), epoch
                        from backfill_progress order by tenant_id, job_id, partition_no
                        """)
                .query((row, rowNumber) ->
                        new Part(row.getInt(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getInt(5)))
                .list();
    }
}
