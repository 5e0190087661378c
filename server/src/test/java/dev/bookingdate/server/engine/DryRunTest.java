package dev.bookingdate.server.engine;

import static dev.bookingdate.server.engine.Scene.CALLER;
import static dev.bookingdate.server.engine.Scene.ENTITY;
import static dev.bookingdate.server.engine.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.job.BackfillJob;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import dev.bookingdate.server.job.MissingOriginal;
import dev.bookingdate.server.job.Preview;
import dev.bookingdate.server.job.Undo;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job that finds out what a backfill would change: what it finds is what the backfill then does, and it writes nothing. */
class DryRunTest {

    private static final Scene scene = new Scene();

    @AfterAll
    static void close() {
        scene.close();
    }

    @BeforeEach
    void empty() {
        List.of(
                        "rate_plan_charge",
                        "backfill_progress",
                        "backfill_granule",
                        "backfill_job",
                        "backfill_audit",
                        "backfill_failure",
                        "backfill_missing_original",
                        "backfill_preview",
                        "backfill_preview_change")
                .forEach(table -> scene.jdbc.sql("delete from " + table).update());
        scene.jdbc.sql("alter sequence rate_plan_charge_charge_key_seq restart").update();
    }

    /** Originals that are missing, lead to others or round in a circle; dates that are right, missing, infinite or far away. */
    @ParameterizedTest
    @EnumSource(MissingOriginals.class)
    void dryRun_findsWhatTheBackfillThenDoes(MissingOriginals missingOriginals) {
        for (long seed = 1; seed <= 4; seed++) {
            empty();
            disturbedCharges(new Random(seed), 700);
            String before = charges();
            JobKey dryRun = run(createDryRun(), missingOriginals);
            assertThat(charges()).isEqualTo(before);
            assertThat(scene.audited(dryRun)).isZero();

            JobKey backfill = run(scene.create(), missingOriginals);

            BackfillJob found = scene.job(dryRun);
            BackfillJob done = scene.job(backfill);
            Preview preview = preview(dryRun);
            assertThat(found.status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(preview.estimated()).isFalse();
            if (missingOriginals == MissingOriginals.FAIL) {
                assertThat(done.status()).isEqualTo(JobStatus.FAILED);
                assertThat(preview.failureReason()).endsWith("not in the data (missing-originals=fail)");
                continue;
            }
            assertThat(done.status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(preview.failureReason()).isNull();
            assertThat(preview.lookedAt()).isEqualTo(done.recordsProcessed());
            assertThat(preview.changed()).isEqualTo(done.recordsUpdated()).isPositive();
            assertThat(preview.failed()).isEqualTo(done.recordsFailed()).isPositive();
            assertThat(preview.missing()).isEqualTo(done.recordsMissing()).isPositive();
            assertThat(preview.unchanged())
                    .isEqualTo(done.recordsProcessed() - done.recordsUpdated() - done.recordsFailed())
                    .isPositive();
            assertThat(found.failedRecords()).isEqualTo(done.failedRecords()).isNotEmpty();
            // Of more than twenty each names the first ones that it met.
            assertThat(found.missingOriginals()).hasSize(20).isSubsetOf(missingOriginals());
            assertThat(preview.moves()).containsExactlyElementsOf(movesOf(backfill));
            assertThat(preview.changes()).hasSize(20).isSubsetOf(changesOf(backfill));
        }
    }

    @Test
    void tooManyFailures_endTheBackfillAlone_andTheDryRunSaysSo() {
        disturbedCharges(new Random(3), 700);

        JobKey dryRun = runWith(scene.worker(0.001), createDryRun());
        JobKey backfill = runWith(scene.worker(0.001), scene.create());

        assertThat(scene.job(backfill).status()).isEqualTo(JobStatus.FAILED);
        assertThat(scene.job(dryRun).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(preview(dryRun).failureReason())
                .isEqualTo(preview(dryRun).failed() + " of " + scene.job(dryRun).recordsTotal() + " records failed");
    }

    @Test
    void estimate_isThereOnceTheChargesAreCounted_andComesNear() {
        scene.charges(20_000);
        JobKey key = createDryRun();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        assertThat(scene.job(key).preview()).isNull();
        while (!claim.isCounted()) {
            claim = claim.countedTo(
                    node.countAndSample(claim, 5_000, 4_000, new RunningJob()).orElseThrow());
        }
        assertThat(node.cut(claim, 5_000, 32, new RunningJob()).orElseThrow().partitions())
                .isEqualTo(4);

        Preview estimate = preview(key);

        assertThat(estimate.estimated()).isTrue();
        assertThat(estimate.lookedAt()).isEqualTo(200);
        assertThat(estimate.changes()).hasSize(5);
        assertThat(estimate.changed() + estimate.unchanged() + estimate.failed())
                .isEqualTo(20_000);

        drain(key);

        Preview exact = preview(key);
        assertThat(exact.estimated()).isFalse();
        assertThat(estimate.changed()).isBetween(exact.changed() * 9 / 10, exact.changed() * 11 / 10);
        assertThat(estimate.missing()).isBetween(exact.missing() / 2, exact.missing() * 2);
        assertThat(exact.changes()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void dryRun_thatIsStoppedMidway_endsAtOnce_andKeepsItsEstimate() {
        scene.charges(20_000);
        String before = charges();
        JobKey key = createDryRun();
        RunningJobs running = new RunningJobs();
        JobWorker worker = scene.worker(running);
        CompletableFuture<Outcome> work =
                CompletableFuture.supplyAsync(() -> worker.run(PartitionKey.first(key), Scene.DUE));
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> scene.job(key).chunks() > 0);

        assertThat(scene.stop(key)).isTrue();
        running.interrupt(key);

        assertThat(work).succeedsWithin(10, TimeUnit.SECONDS);
        BackfillJob job = scene.job(key);
        assertThat(job.status()).isEqualTo(JobStatus.STOPPED);
        assertThat(job.recordsProcessed()).isLessThan(20_000);
        assertThat(preview(key).estimated()).isTrue();
        assertThat(charges()).isEqualTo(before);
        assertThat(scene.audited(key)).isZero();
    }

    @Test
    void node_thatDies_losesNothing_andCountsNothingTwice() {
        scene.charges(6_000);
        String before = charges();
        JobKey key = createDryRun();
        JobStatements node = scene.statements();
        Claim dead = node.claim(PartitionKey.first(key)).orElseThrow();
        assertThat(node.countAndSample(dead, 1_000_000, 3_000, new RunningJob()))
                .isPresent();
        // The same statement once more, as of a node that got no answer.
        assertThat(node.countAndSample(dead, 1_000_000, 3_000, new RunningJob()))
                .isEmpty();
        Claim heir = node.claim(PartitionKey.first(key)).orElseThrow();
        assertThat(node.countAndSample(dead.countedTo(heir.countedTo()), 1_000_000, 3_000, new RunningJob()))
                .isEmpty();
        assertThat(Scene.cut(node, heir, 1_000_000, 1, new RunningJob())).isPresent();
        Position start = heir.position();
        Position window = start.inWindow(3_000);
        Claim cut = heir.cutAt(6_000);
        Done done = node.chunk(cut, Scene.rest(window, 1), new RunningJob()).orElseThrow();
        assertThat(done.records()).isEqualTo(3_000);
        assertThat(node.chunk(cut, Scene.rest(window, 1), new RunningJob())).isEmpty();
        Claim next = node.claim(PartitionKey.first(key)).orElseThrow();
        assertThat(node.chunk(cut, Scene.rest(done.next().inWindow(6_000), 1), new RunningJob()))
                .isEmpty();
        assertThat(next.dryRun()).isTrue();

        drain(key);
        JobKey backfill = run(scene.create(), MissingOriginals.ACCEPT);

        assertThat(preview(key).changed()).isEqualTo(scene.job(backfill).recordsUpdated());
        assertThat(preview(key).moves()).containsExactlyElementsOf(movesOf(backfill));
        assertThat(before).isNotEqualTo(charges());
    }

    @Test
    void dryRun_isTheActiveJobOfItsEntity_isMarked_andLeavesNothingToUndo() {
        scene.charges(10);
        JobKey key = createDryRun();

        assertThatThrownBy(() -> scene.jobs.create(CALLER))
                .isInstanceOfSatisfying(
                        RequestRefused.class,
                        refused ->
                                assertThat(refused.reasons().get(0).message()).contains(text(key)));
        assertThatThrownBy(() -> scene.jobs.createDryRun(CALLER)).isInstanceOf(RequestRefused.class);
        assertThat(scene.jobs.list(CALLER, 10, null).jobs())
                .extracting(BackfillJob::dryRun)
                .containsExactly(true);

        drain(key);

        JobKey backfill = run(scene.create(), MissingOriginals.ACCEPT);
        assertThat(scene.job(backfill).dryRun()).isFalse();
        Undo undo = new Undo(scene.database.dataSource(), unused -> {});
        assertThatThrownBy(() -> undo.begin(key, "ops")).hasMessageContaining("has changed nothing");
    }

    @Test
    void dryRun_ofNoCharges_findsNothing() {
        JobKey key = run(createDryRun(), MissingOriginals.ACCEPT);

        assertThat(preview(key)).isEqualTo(new Preview(false, 0, 0, 0, 0, 0, List.of(), List.of(), null));
    }

    private static JobKey createDryRun() {
        return Scene.key(scene.jobs.createDryRun(CALLER));
    }

    private static JobKey run(JobKey key, MissingOriginals missingOriginals) {
        return runWith(scene.worker(0.9, missingOriginals), key);
    }

    private static JobKey runWith(JobWorker worker, JobKey key) {
        Scene.runToTheEnd(worker, PartitionKey.first(key));
        return key;
    }

    /** Two nodes work off whatever is left of the job's partitions. */
    private static void drain(JobKey key) {
        List<JobWorker> nodes = List.of(scene.worker(new RunningJobs(), 5_000), scene.worker(new RunningJobs(), 5_000));
        List<Integer> partitions = scene.jdbc
                .sql("select partition_no from backfill_progress where job_id = :job order by partition_no desc")
                .param("job", key.jobId())
                .query(Integer.class)
                .list();
        CompletableFuture.allOf(partitions.stream()
                        .map(number -> CompletableFuture.runAsync(
                                () -> Scene.runToTheEnd(nodes.get(number % 2), new PartitionKey(key, number))))
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(scene.job(key).status()).isEqualTo(JobStatus.COMPLETED);
    }

    private static Preview preview(JobKey key) {
        return Objects.requireNonNull(scene.job(key).preview());
    }

    /** Whatever a dry run must not touch. */
    private static String charges() {
        return Objects.requireNonNull(scene.jdbc
                .sql(
                        "select md5(string_agg(c::text || c.ctid || c.xmin, ',' order by c.charge_key)) from rate_plan_charge c")
                .query(String.class)
                .single());
    }

    /** What the audit says, counted in another way. */
    private static List<Preview.Move> movesOf(JobKey backfill) {
        return scene.jdbc
                .sql("""
                        select case when isfinite(previous_date) then
                                   greatest(-240, least(240,
                                       (date_part('year', written_date) * 12 + date_part('month', written_date))
                                       - (date_part('year', previous_date) * 12 + date_part('month', previous_date))))::integer
                               end as months, count(*) as records
                        from backfill_change where job_id = :job group by 1 order by 1 nulls first
                        """)
                .param("job", backfill.jobId())
                .query(Preview.Move.class)
                .list();
    }

    private static List<MissingOriginal> missingOriginals() {
        return scene.jdbc
                .sql("""
                        select c.charge_id, c.original_id from rate_plan_charge c
                        where c.entity_id = :entity
                          and not exists (select from rate_plan_charge o
                                          where o.entity_id = c.entity_id and o.charge_id = c.original_id)
                        """)
                .param("entity", ENTITY)
                .query(MissingOriginal.class)
                .list();
    }

    private static List<Preview.Change> changesOf(JobKey backfill) {
        return scene.jdbc
                .sql("""
                        with change as materialized (select * from backfill_change where job_id = :job)
                        select c.charge_id, case when isfinite(a.previous_date) then a.previous_date end as "from", a.written_date as "to"
                        from change a join rate_plan_charge c using (tenant_id, charge_key)
                        """)
                .param("job", backfill.jobId())
                .query(Preview.Change.class)
                .list();
    }

    private static void disturbedCharges(Random random, int count) {
        for (int i = 0; i < count; i++) {
            String original = switch (random.nextInt(40)) {
                case 0 -> "nowhere " + random.nextInt(20);
                case 1 -> "c" + Math.min(count - 1, i + 1);
                case 2 -> "c" + random.nextInt(count);
                default -> "c" + (i - i % 5);
            };
            String createdOn = LocalDate.of(2001, 1, 1).plusDays(random.nextInt(9_000))
                    + (random.nextBoolean() ? " 03:" : " 15:") + (10 + random.nextInt(50)) + ":00+00";
            String bookingDate = switch (random.nextInt(6)) {
                case 0 -> null;
                case 1 -> random.nextInt(9) == 0 ? "infinity" : "1951-05-05";
                case 2 ->
                    LocalDate.of(2024, 12, 24).minusDays(random.nextInt(900)).toString();
                default -> createdOn.substring(0, 10);
            };
            UUID entity = random.nextInt(30) == 0 ? Scene.OTHER_ENTITY : ENTITY;
            String org = List.of("eu", "us", "us", "apac").get(random.nextInt(50) == 0 ? 3 : random.nextInt(3));
            scene.charge("c" + i, original, createdOn, bookingDate, entity, org);
        }
        scene.jdbc.sql("analyze rate_plan_charge").update();
    }
}
