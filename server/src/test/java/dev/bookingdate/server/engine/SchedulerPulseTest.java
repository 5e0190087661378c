package dev.bookingdate.server.engine;

import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.bookingdate.server.job.JobKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A scheduler with its one thread, on a real database: idle, busy, stuck, and failing. */
@Tag("long")
class SchedulerPulseTest {

    /** The test is 29 s ahead: of the 30 s after which a pulse is missed, one is left. */
    private static final long AHEAD = Duration.ofSeconds(29).toNanos();

    private static final Duration LONGER = Duration.ofMillis(1500);

    private final Scene scene = new Scene();
    private final Thread test = Thread.currentThread();
    private volatile long ahead;
    private final EngineProperties properties = new EngineProperties(
            true,
            1,
            1_000_000,
            32,
            Duration.ofMillis(50),
            1_000,
            11,
            0.05,
            10,
            MissingOriginals.ACCEPT,
            Duration.ofMillis(20),
            4,
            Duration.ofMillis(20),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10));
    private final RunningJobs running = new RunningJobs();
    private final SchedulerPulse pulse = new SchedulerPulse(
            Clock.systemUTC(), properties, () -> System.nanoTime() + (Thread.currentThread() == test ? ahead : 0));
    private final Scheduler scheduler = JobScheduler.create(
            scene.database.dataSource(), Clock.systemUTC(), scene.patientWorker(running, 1_000_000), properties, pulse);

    @BeforeEach
    void lookAhead() {
        ahead = AHEAD;
    }

    @AfterEach
    void close() {
        running.drain();
        scheduler.stop();
        scene.close();
    }

    @Test
    void pulse_isFelt_whileNothingIsDue() {
        scheduler.start();

        assertStaysFelt();
    }

    @Test
    void pulse_isFelt_whileAllThreadsAreBusy() throws SQLException {
        scene.charge("a", "a", "2024-01-01T00:00:00Z", null, Scene.ENTITY, "us");
        JobKey job = scene.create();
        JobKey waits = new JobKey(2, job.jobId());
        try (Connection user = begin("select from rate_plan_charge for update")) {
            JobScheduler.queue(scene.database.dataSource()).add(PartitionKey.first(job));
            scheduler.start();
            await().until(() -> scene.waitingForALock() > 0);
            JobScheduler.queue(scene.database.dataSource()).add(PartitionKey.first(waits));

            assertStaysFelt();
            user.rollback();
        }
    }

    @Test
    void pulse_isNotFelt_whileTheSchedulerHangs_andIsFeltBehindIt() throws SQLException {
        scheduler.start();
        assertStaysFelt();
        try (Connection hangs = begin("lock table scheduled_tasks in access exclusive mode")) {
            await().pollInSameThread().until(() -> !pulse.isFelt());
            hangs.rollback();
        }
        assertStaysFelt();
    }

    /** Dead jobs are looked for all the same, and the scheduler itself goes on: each look for new ones fails. */
    @Test
    void pulse_isNotFelt_whileEachLookFails_andIsFeltBehindIt() {
        scheduler.start();
        rename("priority", "gone");
        await().pollInSameThread().until(() -> !pulse.isFelt());
        rename("gone", "priority");
        assertStaysFelt();
    }

    private void rename(String column, String newName) {
        scene.jdbc
                .sql("alter table scheduled_tasks rename column " + column + " to " + newName)
                .update();
    }

    private void assertStaysFelt() {
        await().pollInSameThread().during(LONGER).until(pulse::isFelt);
    }

    private Connection begin(String sql) throws SQLException {
        Connection connection = scene.database.plainDataSource().getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }
}
