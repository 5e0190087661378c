package dev.bookingdate.server.engine;

import static dev.bookingdate.server.engine.Scene.CALLER;
import static dev.bookingdate.server.engine.Scene.ENTITY;
import static dev.bookingdate.server.engine.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.job.BackfillJob;
import dev.bookingdate.server.job.JobId;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import dev.bookingdate.server.job.Undo;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A job that puts back what another one has written: what it leaves alone, and that it is a job like any other. */
class UndoTest {

    Scene scene;
    Undo undo;

    @BeforeEach
    void open() {
        scene = new Scene();
        undo = new Undo(scene.database.dataSource(), key -> {});
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void undo_putsBackWhatWasThere_andAnUndoOfItRestores() {
        scene.charges(5_000);
        scene.jdbc
                .sql("update rate_plan_charge set booking_date = 'infinity' where charge_key % 50 = 1")
                .update();
        String before = charges();
        JobKey backfill = run(scene.create());
        String after = charges();
        assertThat(after).isNotEqualTo(before);

        JobKey undone = run(undo.begin(backfill, "ops"));

        assertThat(charges()).isEqualTo(before);
        BackfillJob job = scene.job(undone);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.undoes()).isEqualTo(new JobId(backfill.jobId()));
        assertThat(job.updatedBy()).isEqualTo("ops");
        assertThat(job.orgIds()).isEqualTo(CALLER.orgIds());
        assertThat(job.recordsTotal())
                .isEqualTo(scene.audited(backfill))
                .isEqualTo(job.recordsProcessed())
                .isEqualTo(job.recordsUpdated())
                .isEqualTo(job.recordsAudited())
                .isEqualTo(scene.audited(undone));
        assertThat(scene.jobs.list(CALLER, 10, null).jobs())
                .extracting(BackfillJob::undoes)
                .containsExactly(new JobId(backfill.jobId()), null);

        JobKey restored = run(undo.begin(undone, "ops"));

        assertThat(charges()).isEqualTo(after);
        assertThat(scene.wrongRows()).isZero();
        assertThat(scene.auditedButDifferent(restored)).isZero();
    }

    /** A row of the audit ends with its block of 32,768 keys, however few charges it holds. */
    @Test
    void undo_ofChargesAtTheEndsOfBlocks_andFarApart_putsBackEachOfThem() {
        scene.jdbc.sql("""
                        insert into rate_plan_charge
                            (tenant_id, entity_id, charge_key, created_on, segment, version, booking_date, charge_id, original_id, org_id)
                        overriding system value
                        select 1, :entity, key, timestamptz '2020-01-01 12:00Z' + place * interval '1 day', 1, 1,
                               case when place % 3 > 0 then date '2024-02-02' + place::integer end, 'c' || key, 'c' || key, 'us'
                        from unnest(array[1, 2, 32767, 32768, 32769, 65535, 65536, 98303, 3000000000, 3000000001, 900000000000])
                             with ordinality as k (key, place)
                        """).param("entity", ENTITY).update();
        String before = charges();
        JobKey backfill = run(scene.create());

        assertThat(scene.wrongRows()).isZero();
        assertThat(scene.audited(backfill)).isEqualTo(11);
        assertThat(scene.auditedButDifferent(backfill)).isZero();
        assertThat(scene.jdbc
                        .sql(
                                "select string_agg(charge_key || ' ' || coalesce(previous_date::text, ''), chr(10) order by charge_key)"
                                        + " from backfill_change")
                        .query(String.class)
                        .single())
                .isEqualTo(before);
        run(undo.begin(backfill, "ops"));
        assertThat(charges()).isEqualTo(before);
    }

    @Test
    void windowsOfAnUndo_holdEachChangeOnce_andNoMoreThanTheyMay() {
        scene.charges(40_000);
        // In half of the second block nothing is written.
        scene.jdbc
                .sql("update rate_plan_charge set org_id = 'apac' where charge_key between 33000 and 38000")
                .update();
        JobKey backfill = run(scene.create());
        JobKey undone = undo.begin(backfill, "ops");
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(undone)).orElseThrow();
        for (int most : List.of(3_000, 33_000)) {
            long found = 0;
            Position position = claim.position();
            while (position.windowAfter() < claim.upperKey()) {
                long to = node.nextWindow(claim, position, most, new RunningJob());
                long changes = scene.jdbc
                        .sql("select count(*) from backfill_change where charge_key > :after and charge_key <= :to"
                                + " and first_key >= audit_block(:after + 1) and first_key <= :to")
                        .param("after", position.windowAfter())
                        .param("to", to)
                        .query(Long.class)
                        .single();
                assertThat(to).isGreaterThan(position.windowAfter());
                assertThat(changes).isBetween(1L, (long) most);
                found += changes;
                position = position.inWindow(to).after(to, 1);
            }
            assertThat(found).isEqualTo(scene.audited(backfill));
        }
    }

    @Test
    void undo_leavesAloneWhatWasChangedSince_whatLeftTheScope_andWhatIsGone() {
        scene.charges(1_000);
        String before = charges();
        JobKey backfill = run(scene.create());
        List<Long> audited = scene.jdbc
                .sql("select charge_key from backfill_change order by charge_key")
                .query(Long.class)
                .list();
        long changed = audited.get(3);
        long emptied = audited.get(5);
        long moved = audited.get(8);
        long gone = audited.get(13);
        set(changed, "booking_date = '2019-09-09'");
        set(emptied, "booking_date = null");
        set(moved, "org_id = 'apac'");
        scene.jdbc
                .sql("delete from rate_plan_charge where charge_key = " + gone)
                .update();
        // Loaded since, and like what was there before: no job has written it.
        scene.charge("later", "later", "2024-01-01 12:00:00+00", "2024-01-01", ENTITY, "us");
        List<String> left = dates(changed, emptied, moved);

        JobKey undone = run(undo.begin(backfill, "ops"));

        assertThat(dates(changed, emptied, moved)).isEqualTo(left);
        assertThat(scene.bookingDate("later")).isEqualTo("2024-01-01");
        BackfillJob job = scene.job(undone);
        assertThat(job.recordsTotal()).isEqualTo(audited.size()).isEqualTo(job.recordsProcessed());
        assertThat(job.recordsUpdated()).isEqualTo(audited.size() - 4);
        set(changed, "booking_date = " + previous(changed));
        set(emptied, "booking_date = " + previous(emptied));
        set(moved, "booking_date = " + previous(moved));
        assertThat(before).startsWith(charges("charge_key < " + gone));
    }

    @Test
    void undo_ofAStoppedJob_putsBackThatPart() {
        scene.charges(20_000);
        String before = charges();
        JobKey backfill = scene.create();
        stopAtSomePoint(backfill, new Random(5));
        assertThat(scene.job(backfill).status()).isEqualTo(JobStatus.STOPPED);
        assertThat(scene.audited(backfill)).isBetween(1L, 19_999L);

        JobKey undone = run(undo.begin(backfill, "ops"));

        assertThat(charges()).isEqualTo(before);
        assertThat(scene.job(undone).recordsUpdated()).isEqualTo(scene.audited(backfill));
    }

    @Test
    void undo_thatIsStoppedMidway_leavesEveryRowOneOrTheOther_andTheNextOneGoesOn() {
        scene.charges(20_000);
        String before = charges();
        JobKey backfill = run(scene.create());
        Random random = new Random(17);
        long putBack = 0;
        for (int round = 0; round < 5; round++) {
            JobKey undone = undo.begin(backfill, "ops");
            boolean stopped = stopAtSomePoint(undone, random);

            BackfillJob job = scene.job(undone);
            assertThat(job.status()).isEqualTo(stopped ? JobStatus.STOPPED : JobStatus.COMPLETED);
            assertThat(job.recordsUpdated()).isEqualTo(scene.audited(undone));
            assertThat(scene.auditedButDifferent(undone)).isZero();
            putBack += job.recordsUpdated();
            assertThat(scene.auditedButDifferent(backfill)).isEqualTo(putBack);
        }
        JobKey last = run(undo.begin(backfill, "ops"));
        assertThat(putBack + scene.audited(last)).isEqualTo(scene.audited(backfill));
        assertThat(charges()).isEqualTo(before);
    }

    @Tag("long")
    @Test
    void undo_thatIsHandedOverAnywhere_putsBackEachChargeOnce() {
        scene.charges(10_000);
        String before = charges();
        JobKey backfill = run(scene.create());
        JobKey undone = undo.begin(backfill, "ops");
        Random random = new Random(23);
        int nodes = 0;
        while (scene.job(undone).status() != JobStatus.COMPLETED) {
            assertThat(++nodes).isLessThan(200);
            RunningJobs running = new RunningJobs();
            CompletableFuture<?> run =
                    CompletableFuture.runAsync(() -> scene.worker(running).run(PartitionKey.first(undone), Scene.DUE));
            long target = scene.job(undone).chunks() + 1 + random.nextInt(4);
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> run.isDone() || scene.job(undone).chunks() >= target);
            running.drain();
            run.orTimeout(20, TimeUnit.SECONDS).join();
        }

        assertThat(nodes).isGreaterThan(2);
        assertThat(charges()).isEqualTo(before);
        assertThat(scene.job(undone).recordsUpdated())
                .isEqualTo(scene.audited(undone))
                .isEqualTo(scene.audited(backfill));
    }

    @Test
    void undo_ofAZombie_isRefused() {
        scene.charges(500);
        JobKey backfill = run(scene.create());
        JobKey undone = undo.begin(backfill, "ops");
        JobStatements node = scene.statements();
        Claim zombie = node.claim(PartitionKey.first(undone)).orElseThrow();
        Scene.cut(node, zombie, 1_000_000, 1, new RunningJob());
        Claim heir = node.claim(PartitionKey.first(undone)).orElseThrow();
        Position start = zombie.position().inWindow(500);

        assertThat(node.chunk(zombie, Scene.rest(start, 11), new RunningJob())).isEmpty();
        assertThat(node.passOver(zombie, Scene.rest(start, 11), "reason", new RunningJob()))
                .isEmpty();
        assertThat(node.chunk(heir, Scene.rest(start, 11), new RunningJob())).isPresent();
        // Sent twice, it works once.
        assertThat(node.chunk(heir, Scene.rest(start, 11), new RunningJob())).isEmpty();

        assertThat(scene.audited(undone)).isEqualTo(scene.job(undone).recordsUpdated());
        run(undone);
        assertThat(scene.auditedButDifferent(undone)).isZero();
        assertThat(scene.audited(undone)).isEqualTo(scene.audited(backfill));
    }

    /** A user may write the job's date again behind the first attempt: the second one must not take it for the job's. */
    @Test
    void aStripeOfAnUndo_thatIsDoneAgain_leavesAloneWhatItHasPutBack() {
        scene.charges(500);
        JobKey backfill = run(scene.create());
        JobKey undone = undo.begin(backfill, "ops");
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(undone)).orElseThrow();
        Scene.cut(node, claim, 1_000_000, 1, new RunningJob());
        Position start = claim.position().inWindow(500);
        Done first = node.chunk(claim, Scene.rest(start, 11), new RunningJob()).orElseThrow();
        assertThat(first.written()).isPositive();
        scene.jdbc.sql("""
                        update rate_plan_charge c set booking_date = a.written_date
                        from (select * from backfill_change where restores is null offset 0) a
                        where a.charge_key = c.charge_key and a.charge_key in (11, 22)
                        """).update();
        List<String> left = dates(11L, 22L);

        Chunk again = new Chunk(new Position(1, 0, 500L, 0, null), 11, 500, true, false);
        assertThat(node.chunk(claim, again, new RunningJob()).orElseThrow().written())
                .isZero();

        assertThat(dates(11L, 22L)).isEqualTo(left);
        assertThat(scene.audited(undone)).isEqualTo(first.written());
    }

    @Test
    void undo_whileAUserChangesRows_losesNothing() throws Exception {
        scene.charges(200);
        JobKey backfill = run(scene.create());
        List<Long> audited = scene.jdbc
                .sql("select charge_key from backfill_change order by charge_key")
                .query(Long.class)
                .list();
        JobKey undone = undo.begin(backfill, "ops");
        CompletableFuture<?> running;
        try (Connection user = scene.database.dataSource().getConnection();
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute(
                    "update rate_plan_charge set booking_date = '2018-08-08' where charge_key = " + audited.get(7));
            // Another column: the date still is what the job wrote, in a row that stands elsewhere by now.
            statement.execute("update rate_plan_charge set version = 9 where charge_key = " + audited.get(9));
            running = CompletableFuture.runAsync(
                    () -> scene.patientWorker(new RunningJobs()).run(PartitionKey.first(undone), Scene.DUE));
            await().until(() -> scene.waitingForALock() == 1);
            user.commit();
        }
        running.orTimeout(20, TimeUnit.SECONDS).join();

        assertThat(dates(audited.get(7))).containsExactly("2018-08-08");
        BackfillJob job = scene.job(undone);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.recordsProcessed()).isEqualTo(audited.size());
        assertThat(job.recordsUpdated()).isEqualTo(audited.size() - 1).isEqualTo(scene.audited(undone));
        assertThat(scene.auditedButDifferent(undone)).isZero();
    }

    @Test
    void undo_inPartitions_whichSeveralNodesWorkOn_putsBackEachChargeOnce() {
        scene.charges(20_000);
        String before = charges();
        // A job that wrote little of the first half: ranges of equally many changes are not ranges of equally many
        // keys.
        JobKey corner = scene.create();
        scene.jdbc
                .sql("update rate_plan_charge set org_id = 'apac' where charge_key % 10 > 0 and charge_key <= 10000")
                .update();
        before = charges();
        run(corner);
        JobKey undone = undo.begin(corner, "ops");
        Queue<PartitionKey> queue = new ConcurrentLinkedQueue<>();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(undone)).orElseThrow();
        Cut cut = Scene.cut(node, claim, 2_000, 32, new RunningJob()).orElseThrow();
        assertThat(cut.partitions()).isEqualTo(5);
        assertThat(scene.jdbc
                        .sql("select records_total from backfill_progress where job_id = :job")
                        .param("job", undone.jobId())
                        .query(Long.class)
                        .list())
                .allSatisfy(total -> assertThat(total).isBetween(2_000L, 2_400L));
        for (int number = 0; number < 5; number++) {
            queue.add(new PartitionKey(undone, number));
        }

        List<CompletableFuture<?>> nodes = queue.stream()
                .<CompletableFuture<?>>map(partition -> CompletableFuture.runAsync(
                        () -> scene.worker(new RunningJobs(), 2_000).run(partition, Scene.DUE)))
                .toList();
        nodes.forEach(run -> run.orTimeout(30, TimeUnit.SECONDS).join());

        BackfillJob job = scene.job(undone);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.recordsTotal())
                .isEqualTo(scene.audited(corner))
                .isEqualTo(job.recordsProcessed())
                .isEqualTo(job.recordsUpdated())
                .isEqualTo(job.recordsAudited());
        assertThat(charges()).isEqualTo(before);
    }

    @Test
    void undo_passesOverChargesThatCantBeWritten() {
        scene.charges(2_000);
        String before = charges();
        JobKey backfill = run(scene.create());
        scene.jdbc.sql("""
                        create function refuse_some() returns trigger language plpgsql as $$
                        begin
                            raise exception 'the books are closed' using errcode = 'P0001';
                        end $$;
                        create trigger refuse_some before update of booking_date on rate_plan_charge
                            for each row when (new.charge_key % 97 = 0) execute function refuse_some()
                        """).update();

        JobKey undone = run(undo.begin(backfill, "ops"));

        BackfillJob job = scene.job(undone);
        long refused = scene.jdbc
                .sql("select count(*) from backfill_change where job_id = :job and charge_key % 97 = 0")
                .param("job", backfill.jobId())
                .query(Long.class)
                .single();
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.recordsFailed()).isEqualTo(refused).isBetween(1L, 20L);
        assertThat(job.recordsProcessed()).isEqualTo(scene.audited(backfill));
        assertThat(job.recordsUpdated()).isEqualTo(scene.audited(backfill) - refused);
        assertThat(job.failedRecords()).hasSize((int) refused);
        assertThat(charges("charge_key % 97 > 0"))
                .isEqualTo(before.lines()
                        .filter(line -> Long.parseLong(line.substring(0, line.indexOf(' '))) % 97 > 0)
                        .reduce("", (text, line) -> text.isEmpty() ? line : text + "\n" + line));
    }

    @Test
    void undo_thatCantBegin_saysWhy_andChangesNothing() {
        scene.charges(300);
        JobKey backfill = scene.create();
        JobKey unknown = new JobKey(2, backfill.jobId());
        assertRefused(unknown, "Tenant 2 has no job " + text(backfill) + ".");
        assertRefused(backfill, "Job " + text(backfill) + " is ACCEPTED: wait until it is at rest, or stop it.");
        run(backfill);
        JobKey idle = run(scene.create());
        assertRefused(idle, "Job " + text(idle) + " has changed nothing, so there is nothing to undo.");

        JobKey active = scene.create();
        assertRefused(backfill, "Another job of the same tenant and entity is active: " + text(active) + ".");
        run(active);

        JobKey undone = undo.begin(backfill, "ops");
        assertRefused(backfill, "Another job of the same tenant and entity is active: " + text(undone) + ".");
        assertThatThrownBy(scene::create).hasMessageContaining(text(undone));
        run(undone);

        scene.jdbc
                .sql("update backfill_job set audit_expired_on = '2026-01-02 12:00+00' where job_id = :job")
                .param("job", backfill.jobId())
                .update();
        assertRefused(
                backfill,
                "Job " + text(backfill) + " can't be undone any more: what was there before has been deleted since"
                        + " 2026-01-02 07:00:00.000000000 -05:00.");
        assertThat(scene.jdbc
                        .sql("select count(*) from backfill_job")
                        .query(Long.class)
                        .single())
                .isEqualTo(4);
    }

    @Test
    void undo_thatNobodyHasBegun_isStoppedAtOnce() {
        scene.charges(300);
        JobKey backfill = run(scene.create());
        JobKey undone = undo.begin(backfill, "ops");

        assertThat(scene.stop(undone)).isTrue();

        assertThat(scene.job(undone).status()).isEqualTo(JobStatus.STOPPED);
        assertThat(scene.auditedButDifferent(backfill)).isZero();
    }

    private void assertRefused(JobKey key, String message) {
        assertThatThrownBy(() -> undo.begin(key, "ops")).hasMessage(message);
    }

    private JobKey run(JobKey key) {
        scene.worker().run(PartitionKey.first(key), Scene.DUE);
        assertThat(scene.job(key).status()).isEqualTo(JobStatus.COMPLETED);
        return key;
    }

    /** False when the job was done before. */
    private boolean stopAtSomePoint(JobKey key, Random random) {
        RunningJobs running = new RunningJobs();
        CompletableFuture<?> run =
                CompletableFuture.runAsync(() -> scene.worker(running).run(PartitionKey.first(key), Scene.DUE));
        long target = 1 + random.nextInt(12);
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> run.isDone() || scene.job(key).chunks() >= target);
        boolean accepted = scene.stop(key);
        running.interrupt(key);
        run.orTimeout(20, TimeUnit.SECONDS).join();
        return accepted;
    }

    private void set(long charge, String assignment) {
        scene.jdbc
                .sql("update rate_plan_charge set " + assignment + " where charge_key = " + charge)
                .update();
    }

    /** What the audit says was there before, as an expression. */
    private static String previous(long charge) {
        return "(select previous_date from backfill_change where restores is null and charge_key = " + charge + ")";
    }

    private List<String> dates(Long... charges) {
        return List.of(charges).stream()
                .map(charge -> scene.jdbc
                        .sql("select coalesce(booking_date::text, '') from rate_plan_charge where charge_key = "
                                + charge)
                        .query(String.class)
                        .single())
                .toList();
    }

    private String charges() {
        return charges("true");
    }

    /** Key and booking date of charges, a line each. */
    private String charges(String condition) {
        return scene.jdbc
                .sql(
                        "select string_agg(charge_key || ' ' || coalesce(booking_date::text, ''), chr(10) order by charge_key)"
                                + " from rate_plan_charge where " + condition)
                .query(String.class)
                .single();
    }
}
