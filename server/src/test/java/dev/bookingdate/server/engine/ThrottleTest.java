package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.job.BackfillJob;
import dev.bookingdate.server.job.JobId;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import dev.bookingdate.server.job.Jobs;
import dev.bookingdate.server.job.JobsCommand;
import dev.bookingdate.server.job.TestJobs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import picocli.CommandLine;

/** Jobs that hold themselves back for others' sake, and say why. */
@Tag("long")
class ThrottleTest {

    private static final Surroundings QUIET = new Surroundings(false, Duration.ZERO, 0, 1, 0, false, false);
    private static final long MILLIS = 1_000_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Scene scene;
    private String said = "";
    private Surroundings around = QUIET;
    private Instant now = Instant.parse("2026-01-10T12:00:00Z");

    @BeforeEach
    void open() {
        scene = new Scene();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aLimitOfRowsPerSecond_isSharedByThePartitionsThatAreWorkedOn() {
        Throttle throttle = throttle(limit(1_000));
        assertThat(throttle.after(100, 20 * MILLIS)).contains(rate(1_000, 80));
        look(new Surroundings(false, Duration.ZERO, 0, 4, 0, false, false));
        assertThat(throttle.after(100, 20 * MILLIS)).contains(rate(1_000, 380));
        assertThat(throttle.after(100, 400 * MILLIS)).isEmpty();
    }

    @Test
    void aVacuum_slowsDown_onlyWhenItHurts() {
        Throttle throttle = throttle(Scene.UNTHROTTLED);
        assertThat(throttle.after(100, 10 * MILLIS)).isEmpty();
        look(new Surroundings(true, Duration.ZERO, 0, 1, 0, false, false));
        assertThat(throttle.after(100, 14 * MILLIS)).isEmpty();
        assertThat(throttle.after(100, 16 * MILLIS))
                .contains(new Brake(Brake.Kind.VACUUM, "a vacuum works on the charges", Duration.ofMillis(16)));
        look(QUIET);
        assertThat(throttle.after(100, 16 * MILLIS)).isEmpty();
    }

    @Test
    void anOldSnapshot_halvesTheSpeed() {
        Throttle throttle = throttle(Scene.UNTHROTTLED);
        look(new Surroundings(false, Duration.ofMinutes(5), 0, 1, 0, false, false));
        assertThat(throttle.after(100, 10 * MILLIS)).isEmpty();
        look(new Surroundings(false, Duration.ofSeconds(301), 0, 1, 0, false, false));
        assertThat(throttle.after(100, 10 * MILLIS))
                .contains(new Brake(
                        Brake.Kind.SNAPSHOT,
                        "a transaction that has been open for 301 s keeps old row versions",
                        Duration.ofMillis(10)));
        assertThat(throttle.after(100, 5_000 * MILLIS).orElseThrow().pause()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aReplicaThatIsFarBehind_pausesTheJob() {
        Throttle throttle =
                throttle(new ThrottleProperties(0, null, DataSize.ofMegabytes(64), true, Duration.ofMinutes(5)));
        look(new Surroundings(false, Duration.ZERO, DataSize.ofMegabytes(64).toBytes(), 1, 0, false, false));
        assertThat(throttle.before()).isEmpty();
        look(new Surroundings(false, Duration.ZERO, DataSize.ofMegabytes(65).toBytes(), 1, 0, false, false));
        assertThat(throttle.before())
                .contains(new Brake(Brake.Kind.REPLICA, "a replica is 65 MB behind", Duration.ofSeconds(2)));
    }

    @Test
    void aReplicaWhoseLagCantBeSeen_isNotTakenForOneThatKeepsUp() {
        look(new Surroundings(false, Duration.ZERO, Surroundings.UNSEEN, 1, 0, false, false));
        Throttle throttle =
                throttle(new ThrottleProperties(0, null, DataSize.ofMegabytes(64), true, Duration.ofMinutes(5)));
        assertThat(throttle.before().orElseThrow().reason()).contains("grant pg_monitor");
        assertThat(throttle(Scene.UNTHROTTLED).before()).isEmpty();
    }

    @Test
    void aLimitOfRowsPerSecond_isMetOverTime_howeverLateItsChunksCome() {
        Throttle throttle = throttle(limit(1_000));
        assertThat(throttle.recordsPerChunk()).isEqualTo(1_500);
        throttle.late(Duration.ofMillis(700));
        // What was waited too long before is not waited again,
        assertThat(throttle.after(500, 20 * MILLIS)).isEmpty();
        assertThat(throttle.after(500, 20 * MILLIS)).contains(rate(1_000, 260));
        assertThat(throttle.after(500, 20 * MILLIS)).contains(rate(1_000, 480));
        // within bounds.
        throttle.late(Duration.ofHours(1));
        assertThat(throttle.after(3_100, 0)).contains(rate(1_000, 100));
        look(new Surroundings(false, Duration.ZERO, 0, 3, 0, false, false));
        assertThat(throttle.recordsPerChunk()).isEqualTo(500);
    }

    @Test
    void run_underALimit_givesItsThreadBack_saysSoInTheJob_andCanBeStoppedMeanwhile() {
        scene.charges(3_000);
        JobKey key = scene.create();
        RunningJobs running = new RunningJobs();

        Outcome outcome =
                scene.worker(running, limit(10), Clock.systemUTC(), meters).run(PartitionKey.first(key), Scene.DUE);

        assertThat(outcome.goesOn()).isAfter(Instant.now());
        assertThat(scene.job(key).throttleReason()).isEqualTo("a limit of 10 records per second");
        assertThat(scene.job(key).recordsProcessed()).isBetween(1L, 30L);
        assertThat(meters.counter("bookingdate.throttled", "reason", "rate").count())
                .isGreaterThan(1);
        assertThat(meters.timer("bookingdate.chunk").count())
                .isEqualTo(scene.job(key).chunks());

        scene.stop(key);
        assertThat(scene.statements().queue().unsettledStops()).containsExactly(key);
        assertThat(scene.worker(running, limit(10), Clock.systemUTC(), meters).run(PartitionKey.first(key), Scene.DUE))
                .isEqualTo(Outcome.DONE);
        assertThat(scene.job(key).status()).isEqualTo(JobStatus.STOPPED);
        assertThat(scene.job(key).throttleReason()).isNull();
        assertThat(meters.timer("bookingdate.stop").count()).isEqualTo(1);
    }

    @Test
    void aRunningJob_isThrottledByTheCommand_andLetGoAgain() {
        scene.charges(20_000);
        Jobs jobs = TestJobs.create(scene.database.dataSource(), new SharedJobQueue(scene.database.dataSource()));
        JobId id = jobs.create(Scene.CALLER);
        JobKey key = Scene.key(id);
        assertThat(operate("throttle", id.toString(), "--rows-per-second=2000")).isZero();
        try (EngineNode node = EngineNode.start(scene.database, Scene.PROPERTIES, Scene.UNTHROTTLED)) {
            assertThat(node).isNotNull();
            awaitReason(key, "a limit of 2000 records per second");
            assertThat(operate("throttle", "--all", "--rows-per-second=2")).isZero();
            assertThat(said).isEqualTo("job=" + id + " has a limit of 2 records per second\n");
            awaitReason(key, "a limit of 2 records per second");
            assertThat(scene.job(key).recordsProcessed()).isLessThan(15_000);
            assertThat(operate("show", id.toString())).isZero();
            assertThat(said)
                    .contains("limit of its own: 2\n", "held up: a limit of 2 records per second\n")
                    .containsPattern("last changed: .* by " + Pattern.quote(System.getProperty("user.name")));
            assertThat(operate("throttle", id.toString(), "--rows-per-second=0"))
                    .isZero();
            await().atMost(Duration.ofSeconds(10)).until(() -> scene.job(key).status() == JobStatus.COMPLETED);
        }
        assertThat(operate("throttle", id.toString(), "--rows-per-second=5")).isEqualTo(1);
        assertThat(said).isEqualTo("Job " + id + " is COMPLETED: there is nothing to throttle.\n");
    }

    private void awaitReason(JobKey key, String reason) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> reason.equals(scene.job(key).throttleReason()));
    }

    private int operate(String... arguments) {
        CommandLine line = new CommandLine(new JobsCommand(scene.database::plainDataSource));
        StringWriter text = new StringWriter();
        line.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        int code = line.execute(arguments);
        said = text.toString();
        return code;
    }

    @Test
    void aJobsOwnLimit_goesBeforeTheOneOfTheSettings_fromTheNextChunkOn() {
        Throttle throttle = throttle(limit(1_000));
        assertThat(throttle.recordsPerChunk()).isEqualTo(1_500);
        look(own(10));
        // This one was made for the limit before.
        assertThat(throttle.after(1_500, 20 * MILLIS)).isEmpty();
        assertThat(throttle.recordsPerChunk()).isEqualTo(15);
        assertThat(throttle.after(15, 0)).contains(rate(10, 1_500));
        assertThat(throttle.isRate("a limit of 10 records per second")).isTrue();
        look(QUIET);
        assertThat(throttle.recordsPerChunk()).isEqualTo(1_500);
    }

    private static Surroundings own(long rowsPerSecond) {
        return new Surroundings(false, Duration.ZERO, 0, 1, rowsPerSecond, false, false);
    }

    @Test
    void run_outsideTheDailyWindow_isPostponed_untilItOpens() {
        scene.charges(300);
        JobKey key = scene.create();
        Instant updated = scene.job(key).updatedOn();
        // 7 in the morning in New York.
        ThrottleProperties nights =
                new ThrottleProperties(0, DailyWindow.valueOf("07:01-08:00"), DataSize.ofBytes(0), true, Duration.ZERO);
        Outcome closed = scene.worker(new RunningJobs(), nights, fixed("2026-01-10T12:00:30Z"), meters)
                .run(PartitionKey.first(key), Scene.DUE);
        assertThat(closed).isEqualTo(Outcome.postponed(Instant.parse("2026-01-10T12:01:00Z")));
        BackfillJob job = scene.job(key);
        assertThat(job.status()).isEqualTo(JobStatus.ACCEPTED);
        assertThat(job.updatedOn()).isEqualTo(updated);
        assertThat(job.throttleReason()).isEqualTo("outside the daily window 07:01-08:00 (America/New_York)");
        assertThat(job.recordsProcessed()).isZero();
        // Nothing is far off: clocks may be put.
        assertThat(scene.worker(new RunningJobs(), nights, fixed("2026-01-10T13:00:00Z"), meters)
                        .run(PartitionKey.first(key), Scene.DUE))
                .isEqualTo(Outcome.postponed(Instant.parse("2026-01-10T13:01:00Z")));

        Outcome open = scene.worker(new RunningJobs(), nights, fixed("2026-01-10T12:01:00Z"), meters)
                .run(PartitionKey.first(key), Scene.DUE);

        assertThat(open).isEqualTo(Outcome.DONE);
        assertThat(scene.job(key).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(scene.job(key).throttleReason()).isNull();
        assertThat(meters.counter("bookingdate.takeovers").count()).isZero();
    }

    @Test
    void aStop_ofAJobThatNobodyWorksOn_isFoundAtOnce() {
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        node.claim(PartitionKey.first(key));
        assertThat(node.queue().unsettledStops()).isEmpty();
        scene.stop(key);
        assertThat(node.queue().unsettledStops()).containsExactly(key);
        // Its node looks after it, for a second.
        scene.jdbc
                .sql("insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                        + " values ('booking-date-backfill', :key, now(), true, 1)")
                .param("key", new PartitionKey(key, 3).toString())
                .update();
        assertThat(node.queue().unsettledStops()).isEmpty();
        scene.jdbc
                .sql("update backfill_job set stop_requested_on = now() - interval '1.1 seconds'")
                .update();
        assertThat(node.queue().unsettledStops()).containsExactly(key);
    }

    @Test
    void surroundings_areSeenInTheDatabase() throws SQLException {
        scene.charges(20_000);
        JobKey key = scene.create();
        JobStatements node = scene.statements();
        assertThat(node.queue().surroundings(key)).isEqualTo(QUIET);
        // Two partitions are begun and not done, one is done, one waits to be begun.
        scene.jdbc
                .sql("update backfill_progress set epoch = 1, upper_key = 10;"
                        + " insert into backfill_progress (tenant_id, job_id, partition_no, epoch, window_after, upper_key)"
                        + " select p.tenant_id, p.job_id, t.n, t.epoch, t.after, 10 from backfill_progress p,"
                        + " (values (1, 5, 9), (2, 5, 10), (3, 0, 0)) as t (n, epoch, after)")
                .update();
        assertThat(node.queue().surroundings(key).workers()).isEqualTo(2);
        JobKey of2 = new JobKey(2, key.jobId());
        queue(key, true, 0);
        queue(of2, false, 1);
        assertThat(node.queue().surroundings(key).othersWait()).isFalse();
        queue(of2, false, 2);
        assertThat(node.queue().surroundings(key).othersWait()).isTrue();
        assertThat(node.queue().surroundings(key).othersFirst()).isTrue();
        // Each has one thread by now.
        queue(new JobKey(2, new UUID(1, 1)), true, 0);
        assertThat(node.queue().surroundings(key).othersFirst()).isFalse();
        queue(new JobKey(1, new UUID(1, 1)), false, 2);
        assertThat(node.queue().surroundings(key).othersFirst()).isTrue();
        try (Connection user = scene.database.dataSource().getConnection()) {
            user.setAutoCommit(false);
            user.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            execute(user, "select 1 from tenant");
            await().until(() -> node.queue().surroundings(key).oldestSnapshot().toMillis() > 50);
            user.rollback();
        }
        assertThat(node.queue().surroundings(key).oldestSnapshot()).isEqualTo(Duration.ZERO);
        CompletableFuture<Void> vacuum = CompletableFuture.runAsync(this::vacuumSlowly);
        await().until(() -> node.queue().surroundings(key).vacuum());
        scene.jdbc
                .sql("select pg_cancel_backend(pid) from pg_stat_progress_vacuum")
                .query()
                .listOfRows();
        await().until(vacuum::isDone);
        await().until(() -> !node.queue().surroundings(key).vacuum());
    }

    private void queue(JobKey key, boolean picked, int secondsDue) {
        scene.jdbc
                .sql(
                        "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                                + " values ('booking-date-backfill', :key, now() - make_interval(secs => :seconds), :picked, 1)"
                                + " on conflict (task_name, task_instance) do update set execution_time = excluded.execution_time")
                .param("key", PartitionKey.first(key).toString())
                .param("picked", picked)
                .param("seconds", secondsDue)
                .update();
    }

    private void vacuumSlowly() {
        try (Connection connection = scene.database.dataSource().getConnection()) {
            execute(connection, "set vacuum_cost_delay = 100");
            execute(connection, "set vacuum_cost_limit = 1");
            execute(connection, "vacuum (freeze, disable_page_skipping) rate_plan_charge");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("57014");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Throttle throttle(ThrottleProperties properties) {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        return new Throttle(properties, ZoneOffset.UTC, clock, () -> around);
    }

    /** What the throttle sees when it looks again. */
    private void look(Surroundings surroundings) {
        around = surroundings;
        now = now.plusSeconds(2);
    }

    private static Clock fixed(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    private static ThrottleProperties limit(long rowsPerSecond) {
        return new ThrottleProperties(rowsPerSecond, null, DataSize.ofBytes(0), true, Duration.ofMinutes(5));
    }

    private static Brake rate(long limit, long millis) {
        return new Brake(Brake.Kind.RATE, "a limit of " + limit + " records per second", Duration.ofMillis(millis));
    }
}
