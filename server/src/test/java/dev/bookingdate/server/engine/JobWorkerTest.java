package dev.bookingdate.server.engine;

import static dev.bookingdate.server.engine.Scene.CALLER;
import static dev.bookingdate.server.engine.Scene.ENTITY;
import static dev.bookingdate.server.engine.Scene.OTHER_ENTITY;
import static dev.bookingdate.server.engine.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.error.RequestRefused.Reason;
import dev.bookingdate.server.job.BackfillJob;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** The job against a real PostgreSQL: what it writes, and what it leaves when it is stopped, taken over or disturbed. */
class JobWorkerTest {

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
    void run_setsEveryChargeInScope_andTheSecondRunFindsNothingToDo() {
        scene.charges(5_000);

        JobKey first = scene.create();
        assertThat(scene.worker().run(PartitionKey.first(first), Scene.DUE)).isEqualTo(Outcome.DONE);

        BackfillJob job = scene.job(first);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.recordsTotal()).isEqualTo(5_000);
        assertThat(job.recordsProcessed()).isEqualTo(5_000);
        assertThat(job.recordsUpdated()).isEqualTo(scene.audited(first)).isGreaterThan(4_900);
        assertThat(scene.wrongRows()).isZero();
        assertThat(scene.auditedButDifferent(first)).isZero();

        JobKey second = scene.create();
        scene.worker().run(PartitionKey.first(second), Scene.DUE);
        assertThat(scene.job(second).recordsProcessed()).isEqualTo(5_000);
        assertThat(scene.job(second).recordsUpdated()).isZero();
        assertThat(scene.audited(second)).isZero();
    }

    @Test
    void run_usesTheOriginalsDayInTheTenantsTimeZone() {
        scene.charge("original", "original", "2024-03-01 03:30:00+00", null, ENTITY, "us");
        scene.charge("second", "original", "2024-05-05 12:00:00+00", "2024-05-05", ENTITY, "us");
        scene.charge("late", "gone", "2024-07-02 12:00:00+00", null, ENTITY, "us");
        scene.charge("early", "gone", "2024-07-01 03:59:59+00", null, ENTITY, "us");
        scene.charge("right", "right", "2024-01-10 12:00:00+00", "2024-01-10", ENTITY, "us");

        JobKey key = scene.create();
        scene.worker().run(PartitionKey.first(key), Scene.DUE);

        // 03:30 UTC is still the evening before in New York.
        assertThat(scene.bookingDate("original")).isEqualTo("2024-02-29");
        assertThat(scene.bookingDate("second")).isEqualTo("2024-02-29");
        // The original is not in the data: the earliest of its lineage stands for it.
        assertThat(scene.bookingDate("early")).isEqualTo("2024-06-30");
        assertThat(scene.bookingDate("late")).isEqualTo("2024-06-30");
        assertThat(scene.job(key).recordsProcessed()).isEqualTo(5);
        assertThat(scene.job(key).recordsUpdated()).isEqualTo(4);
    }

    @Test
    void run_touchesNothingOutsideEntityOrgsAndUpperBound() {
        scene.charge("mine", "mine", "2024-01-01 12:00:00+00", null, ENTITY, "us");
        scene.charge("other-entity", "other-entity", "2024-01-01 12:00:00+00", null, OTHER_ENTITY, "us");
        scene.charge("other-org", "other-org", "2024-01-01 12:00:00+00", null, ENTITY, "apac");
        scene.charge("no-org", "no-org", "2024-01-01 12:00:00+00", null, ENTITY, null);
        JobKey key = scene.create();
        // More than a window: its end must not be looked for among them.
        scene.jdbc
                .sql("""
                        insert into rate_plan_charge
                            (tenant_id, entity_id, created_on, segment, version, charge_id, original_id, org_id)
                        select 1, :entity, timestamptz '2024-01-01 12:00+00', 1, 1, 'later ' || i, 'later ' || i, 'us'
                        from generate_series(1, :rows) i
                        """)
                .param("entity", ENTITY)
                .param("rows", Scene.PROPERTIES.windowRows() + 500)
                .update();

        scene.worker().run(PartitionKey.first(key), Scene.DUE);

        assertThat(scene.bookingDate("mine")).isEqualTo("2024-01-01");
        assertThat(scene.bookingDate("other-entity")).isNull();
        assertThat(scene.bookingDate("other-org")).isNull();
        assertThat(scene.bookingDate("no-org")).isNull();
        assertThat(scene.jdbc
                        .sql(
                                "select count(*) from rate_plan_charge where charge_id like 'later%' and booking_date is not null")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(scene.job(key).recordsTotal()).isEqualTo(1);
    }

    @Test
    void stop_atRandomMoments_leavesEveryRowOldOrRight_andTheCountsExact() {
        scene.charges(30_000);
        Random random = new Random(7);
        for (int round = 0; round < 10; round++) {
            RunningJobs running = new RunningJobs();
            JobKey key = scene.create();
            CompletableFuture<Outcome> run =
                    CompletableFuture.supplyAsync(() -> scene.worker(running).run(PartitionKey.first(key), Scene.DUE));
            long target = scene.job(key).chunks() + random.nextInt(40);
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> run.isDone() || scene.job(key).chunks() >= target);

            boolean accepted = scene.stop(key);
            running.interrupt(key);
            assertThat(run.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(Outcome.DONE);

            BackfillJob job = scene.job(key);
            assertThat(job.status()).isEqualTo(accepted ? JobStatus.STOPPED : JobStatus.COMPLETED);
            assertThat(job.recordsUpdated()).isEqualTo(scene.audited(key));
            assertThat(scene.auditedButDifferent(key)).isZero();
            scene.jdbc
                    .sql("update rate_plan_charge set booking_date = date '2001-01-01' where charge_key % 5 = 0")
                    .update();
        }
        JobKey last = scene.create();
        scene.worker().run(PartitionKey.first(last), Scene.DUE);
        assertThat(scene.wrongRows()).isZero();
    }

    @Test
    void stop_whenTheJobWasNotClaimed_isAtRestAtOnce_andItNeverStarts() {
        scene.charges(100);
        JobKey key = scene.create();

        scene.jobs.stop(CALLER, text(key));
        assertThat(scene.job(key).status()).isEqualTo(JobStatus.STOPPED);
        assertThat(scene.worker().run(PartitionKey.first(key), Scene.DUE)).isEqualTo(Outcome.DONE);

        assertThat(scene.job(key).startedOn()).isNull();
        assertThat(scene.audited(key)).isZero();
    }

    @Test
    void stop_twice_writesNothingTheSecondTime() {
        JobKey key = scene.create();
        scene.statements().claim(PartitionKey.first(key));
        scene.jobs.stop(CALLER, text(key));
        String row = scene.jdbc
                .sql("select xmin || ' ' || ctid from backfill_job")
                .query(String.class)
                .single();

        scene.jobs.stop(CALLER, text(key));

        assertThat(scene.jdbc
                        .sql("select xmin || ' ' || ctid from backfill_job")
                        .query(String.class)
                        .single())
                .isEqualTo(row);
    }

    @Test
    void stop_whenTheJobHasEnded_isRefused() {
        JobKey key = scene.create();
        scene.worker().run(PartitionKey.first(key), Scene.DUE);

        assertThatThrownBy(() -> scene.jobs.stop(CALLER, text(key)))
                .isInstanceOfSatisfying(RequestRefused.class, refused -> {
                    assertThat(refused.status()).isEqualTo(409);
                    assertThat(refused.reasons()).singleElement().satisfies(reason -> {
                        assertThat(reason.code()).isEqualTo("50000030");
                        assertThat(reason.message())
                                .matches(
                                        "The job cannot be stopped: it is COMPLETED since 20[0-9-]+ [0-9:.]+ [Z0-9:+-]+\\.");
                    });
                });
    }

    @Test
    void stop_betweenTheLastChunkAndTheEnd_wins() {
        scene.charges(10);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();

        scene.jobs.stop(CALLER, text(key));

        assertThat(node.end(claim, JobStatus.COMPLETED, null).map(Ended::status))
                .contains(JobStatus.STOPPED);
    }

    @Test
    void stop_whenTheNodeIsGone_isSettledByAnyOther() {
        scene.charges(100);
        JobKey key = scene.create();
        JobStatements dead = scene.statements();
        Claim claim = dead.claim(PartitionKey.first(key)).orElseThrow();
        Position first = new Position(0, 0, 100L, 0, null);
        dead.chunk(claim, Scene.rest(first, 11), new RunningJob());

        scene.jobs.stop(CALLER, text(key));
        assertThat(scene.statements().settleStopped(key).map(Ended::status)).contains(JobStatus.STOPPED);

        assertThat(scene.job(key).status()).isEqualTo(JobStatus.STOPPED);
        // A chunk that began before the stop, and waits behind the end, must meet another epoch on the row that it
        // locks.
        assertThat(scene.jdbc
                        .sql("select epoch from backfill_progress")
                        .query(Integer.class)
                        .single())
                .isGreaterThan(claim.epoch());
        long audited = scene.audited(key);
        assertThat(dead.chunk(claim, Scene.rest(new Position(1, 0, 100L, 1, null), 11), new RunningJob()))
                .isEmpty();
        assertThat(scene.audited(key)).isEqualTo(audited);
    }

    @Test
    void chunk_afterAStop_isRefused_whenTheNoticeWasLost() {
        scene.charges(100);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        Position next = node.chunk(claim, Scene.rest(new Position(0, 0, 100L, 0, null), 11), new RunningJob())
                .orElseThrow()
                .next();

        scene.jobs.stop(CALLER, text(key));

        assertThat(node.chunk(claim, Scene.rest(next, 11), new RunningJob())).isEmpty();
        assertThat(scene.job(key).chunks()).isEqualTo(1);
    }

    @Test
    void run_comesToRest_whenTheNoticeOfAStopWasLost() {
        scene.charges(20_000);
        JobKey key = scene.create();
        CompletableFuture<Outcome> run =
                CompletableFuture.supplyAsync(() -> scene.worker().run(PartitionKey.first(key), Scene.DUE));
        await().pollInterval(Duration.ofMillis(1)).until(() -> scene.job(key).chunks() > 2);

        assertThat(scene.stop(key)).isTrue();

        assertThat(run.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(Outcome.DONE);
        assertThat(scene.job(key).status()).isEqualTo(JobStatus.STOPPED);
    }

    @Test
    void chunk_afterATakeover_isRefused() {
        scene.charges(100);
        JobKey key = scene.create();
        JobStatements zombie = scene.statements();
        Claim old = zombie.claim(PartitionKey.first(key)).orElseThrow();
        Claim current = scene.statements().claim(PartitionKey.first(key)).orElseThrow();

        assertThat(current.epoch()).isGreaterThan(old.epoch());
        assertThat(zombie.chunk(old, Scene.rest(new Position(0, 0, 100L, 0, null), 11), new RunningJob()))
                .isEmpty();
        assertThat(zombie.end(old, JobStatus.COMPLETED, null)).isEmpty();
        assertThat(scene.audited(key)).isZero();
    }

    @Test
    void run_ofAZombie_leavesTheJobToItsNewNode() {
        scene.charges(3_000);
        JobKey key = scene.create();
        RunningJobs zombie = new RunningJobs();
        CompletableFuture<Outcome> run =
                CompletableFuture.supplyAsync(() -> scene.worker(zombie).run(PartitionKey.first(key), Scene.DUE));
        await().pollInterval(Duration.ofMillis(1)).until(() -> scene.job(key).chunks() > 2);

        Claim current = scene.statements().claim(PartitionKey.first(key)).orElseThrow();

        assertThat(run.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(Outcome.DONE);
        assertThat(scene.statements().hold(current)).isEqualTo(Hold.HELD);
    }

    @Test
    void chunk_sentTwice_worksOnce() {
        scene.charges(100);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        Position first = new Position(0, 0, 100L, 0, null);

        Done done = node.chunk(claim, Scene.rest(first, 11), new RunningJob()).orElseThrow();
        assertThat(node.chunk(claim, Scene.rest(first, 11), new RunningJob())).isEmpty();

        assertThat(done.next()).isEqualTo(new Position(1, 0, 100L, 1, null));
        assertThat(done.records()).isEqualTo(9).isEqualTo(done.written());
        assertThat(scene.job(key).chunks()).isEqualTo(1);
        assertThat(scene.job(key).recordsProcessed()).isEqualTo(9);
    }

    @Test
    void run_handsOver_whenTheNodeDrains_andTheNextNodeGoesOnWhereItStood() {
        scene.charges(20_000);
        JobKey key = scene.create();
        RunningJobs draining = new RunningJobs();
        CompletableFuture<Outcome> run =
                CompletableFuture.supplyAsync(() -> scene.worker(draining).run(PartitionKey.first(key), Scene.DUE));
        await().pollInterval(Duration.ofMillis(1)).until(() -> scene.job(key).chunks() > 5);
        draining.drain();
        assertThat(run.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(Outcome.HANDED_OVER);
        BackfillJob half = scene.job(key);
        assertThat(half.status()).isEqualTo(JobStatus.PROCESSING);

        scene.worker().run(PartitionKey.first(key), Scene.DUE);

        assertThat(scene.job(key).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(scene.job(key).recordsProcessed()).isEqualTo(20_000);
        assertThat(scene.job(key).recordsUpdated()).isEqualTo(scene.audited(key));
        assertThat(scene.wrongRows()).isZero();
    }

    /** Its heartbeat came too late, so the queue gives out once more what this node works on. */
    @Test
    void run_ofAPartitionThatThisNodeWorksOn_leavesItInTheQueue() {
        JobKey key = scene.create();
        RunningJobs running = new RunningJobs();
        running.enter(PartitionKey.first(key));

        assertThat(scene.worker(running).run(PartitionKey.first(key), Scene.DUE).goesOn())
                .isNotNull();
    }

    @Test
    void claim_ofAPartitionThatWasPutBack_takesNothingOver_andDoesNotShow() {
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        Claim first = node.claim(PartitionKey.first(key)).orElseThrow();
        assertThat(first.takenOver()).isFalse();
        assertThat(node.claim(PartitionKey.first(key)).orElseThrow().takenOver())
                .isTrue();
        // A zombie puts nothing back.
        node.putBack(first, null, false);
        Claim heir = node.claim(PartitionKey.first(key)).orElseThrow();
        assertThat(heir.takenOver()).isTrue();
        node.putBack(heir, "waits", false);
        Instant updated = scene.job(key).updatedOn();

        Claim next = node.claim(PartitionKey.first(key)).orElseThrow();

        assertThat(next.takenOver()).isFalse();
        assertThat(next.throttleReason()).isEqualTo("waits");
        assertThat(scene.job(key).updatedOn()).isEqualTo(updated);
    }

    @Test
    void aJobThatNobodyWorksOn_saysWhy() {
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        assertThat(scene.job(key).throttleReason()).isNull();
        scene.jdbc
                .sql("update backfill_job set created_on = created_on - interval '2 seconds'")
                .update();
        assertThat(scene.job(key).throttleReason()).isEqualTo("waits for a thread: all are busy with other jobs");

        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        assertThat(scene.job(key).throttleReason()).isNull();
        node.putBack(claim, "a limit", false);
        assertThat(scene.job(key).throttleReason()).isEqualTo("a limit");

        String noNode = "waits for a node: none that runs jobs was seen for 30 s";
        scene.jdbc
                .sql("update engine_pulse set seen_on = now() - interval '31 seconds'")
                .update();
        assertThat(scene.job(key).throttleReason()).isEqualTo(noNode);
        assertThat(scene.jobs.list(CALLER, 1, null).jobs().get(0).throttleReason())
                .isEqualTo(noNode);
        node.queue().tellAlive();
        assertThat(scene.job(key).throttleReason()).isEqualTo("a limit");

        scene.stop(key);
        assertThat(scene.job(key).throttleReason()).isNull();
    }

    @Test
    void run_thatTheDatabaseFails_saysThatItTriesAgain() throws Exception {
        JobKey key = scene.create();
        try (Connection admin = scene.database.dataSource().getConnection()) {
            admin.setAutoCommit(false);
            execute(admin, "lock table backfill_job in exclusive mode");
            assertThatThrownBy(() -> scene.worker().run(PartitionKey.first(key), Scene.DUE))
                    .isInstanceOf(DataAccessException.class);
            admin.rollback();
        }
        assertThat(scene.job(key).throttleReason()).isEqualTo("tries again after a failure: SQLSTATE 55P03");

        scene.worker().run(PartitionKey.first(key), Scene.DUE);

        assertThat(scene.job(key).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(scene.job(key).throttleReason()).isNull();
    }

    @Test
    void run_finishesAWindowInTheStripesThatItWasBegunWith() {
        scene.charges(100);
        JobKey key = scene.create();
        JobStatements before = scene.statements();
        Claim claim = before.claim(PartitionKey.first(key)).orElseThrow();
        before.chunk(claim, Scene.rest(new Position(0, 0, 100L, 0, null), 50), new RunningJob());

        scene.worker().run(PartitionKey.first(key), Scene.DUE);

        assertThat(scene.job(key).recordsProcessed()).isEqualTo(100);
        assertThat(scene.wrongRows()).isZero();
    }

    @Test
    void chunk_thatMeetsAUsersWrite_computesFromWhatTheUserWrote() throws Exception {
        scene.charge("a", "a", "2024-01-01 12:00:00+00", null, ENTITY, "us");
        scene.charge("b", "b", "2024-01-01 12:00:00+00", null, ENTITY, "us");
        JobKey key = scene.create();
        CompletableFuture<Outcome> run;
        try (Connection user = scene.database.dataSource().getConnection()) {
            user.setAutoCommit(false);
            execute(user, "update rate_plan_charge set created_on = '2019-09-09 12:00:00+00' where charge_id = 'a'");
            run = CompletableFuture.supplyAsync(() -> scene.worker().run(PartitionKey.first(key), Scene.DUE));
            await().until(() -> scene.waitingForALock() > 0);
            user.commit();
        }
        run.orTimeout(10, TimeUnit.SECONDS).join();

        assertThat(scene.bookingDate("a")).isEqualTo("2019-09-09");
        assertThat(scene.bookingDate("b")).isEqualTo("2024-01-01");
        assertThat(scene.job(key).recordsProcessed()).isEqualTo(2);
        assertThat(scene.job(key).recordsUpdated()).isEqualTo(2).isEqualTo(scene.audited(key));
    }

    @Test
    void stop_whileAChunkWaitsForAUsersLock_comesToRestAtOnce() throws Exception {
        scene.charges(100);
        JobKey key = scene.create();
        RunningJobs running = new RunningJobs();
        try (Connection user = scene.database.dataSource().getConnection()) {
            user.setAutoCommit(false);
            execute(user, "update rate_plan_charge set segment = 9");
            CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(
                    () -> scene.patientWorker(running).run(PartitionKey.first(key), Scene.DUE));
            await().until(() -> scene.waitingForALock() > 0);

            scene.jobs.stop(CALLER, text(key));
            running.interrupt(key);

            assertThat(run.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(Outcome.DONE);
            assertThat(scene.job(key).status()).isEqualTo(JobStatus.STOPPED);
            user.commit();
        }
        assertThat(scene.audited(key)).isZero();
    }

    @Test
    void run_outlastsAUsersLongLock() throws Exception {
        scene.charges(100);
        JobKey key = scene.create();
        CompletableFuture<Outcome> run;
        try (Connection user = scene.database.dataSource().getConnection()) {
            user.setAutoCommit(false);
            execute(user, "update rate_plan_charge set segment = 9 where charge_key = 50");
            run = CompletableFuture.supplyAsync(() -> Scene.runToTheEnd(scene.worker(), PartitionKey.first(key)));
            // Longer than the lock timeout: the chunk lets go and comes again.
            await().pollDelay(Scene.PROPERTIES.lockTimeout().multipliedBy(2)).until(() -> scene.waitingForALock() > 0);
            user.commit();
        }
        run.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(scene.job(key).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(scene.wrongRows()).isZero();
    }

    @Test
    void aJobOfAnotherTenantEntityOrOrg_doesNotExist() {
        JobKey key = scene.create();
        String id = text(key);
        for (Caller stranger : List.of(
                new Caller(1, CALLER.userId(), "joe", ENTITY, List.of("us")),
                new Caller(1, CALLER.userId(), "joe", ENTITY, List.of("apac", "us")),
                new Caller(1, CALLER.userId(), "joe", OTHER_ENTITY, List.of("eu", "us")),
                new Caller(2, CALLER.userId(), "joe", ENTITY, null))) {
            assertNotFound(() -> scene.jobs.stop(stranger, id));
            assertNotFound(() -> scene.jobs.get(stranger, id));
            assertThat(scene.jobs.list(stranger, 10, null).jobs()).isEmpty();
        }
        assertNotFound(() -> scene.jobs.stop(CALLER, "f".repeat(32)));
        assertThat(scene.job(key).stopRequestedOn()).isNull();
    }

    private static void assertNotFound(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RequestRefused.class, refused -> {
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.reasons())
                    .containsExactly(new Reason("50000040", "No booking date backfill job with this id was found."));
        });
    }

    @Test
    void create_whileAJobIsActive_namesIt() {
        JobKey key = scene.create();

        assertThatThrownBy(() -> scene.create()).isInstanceOfSatisfying(RequestRefused.class, refused -> {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.reasons()).singleElement().satisfies(reason -> {
                assertThat(reason.code()).isEqualTo("50000050");
                assertThat(reason.message())
                        .isEqualTo("Another booking date backfill job is active for this tenant, entity and org: "
                                + text(key) + ".");
            });
        });
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
