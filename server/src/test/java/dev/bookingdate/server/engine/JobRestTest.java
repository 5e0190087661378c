package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.database.TestPools;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobNotices;
import dev.bookingdate.server.job.JobRest;
import dev.bookingdate.server.job.JobStatus;
import dev.bookingdate.server.job.TestJobs;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.StaticApplicationContext;

/** Who waits for a job to be at rest is woken by the node that ends it, or by its own look. */
class JobRestTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private Scene scene;
    private JobNotices notices;

    @BeforeEach
    void open() {
        scene = new Scene();
        scene.charges(100);
        notices = TestJobs.notices(TestPools.of(scene.database));
    }

    @AfterEach
    void close() {
        notices.stop();
        scene.close();
    }

    @Test
    void waiter_isWokenByANotice_whenAStoppedJobIsSettled() throws Exception {
        JobRest rest = TestJobs.rest(scene.database.dataSource(), notices, 1, NEVER);
        listen();
        JobKey job = scene.create();
        scene.statements().claim(PartitionKey.first(job));
        CompletableFuture<Boolean> waits = awaitRest(rest, job);
        scene.jobs.stop(Scene.CALLER, Scene.text(job));

        assertThat(scene.statements().settleStopped(job).map(Ended::status)).contains(JobStatus.STOPPED);

        assertThat(waits.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void waiter_isWokenByANotice_whenAJobEndsByItself() throws Exception {
        JobRest rest = TestJobs.rest(scene.database.dataSource(), notices, 1, NEVER);
        listen();
        JobKey job = scene.create();
        CompletableFuture<Boolean> waits = awaitRest(rest, job);

        scene.worker().run(PartitionKey.first(job), Scene.DUE);

        assertThat(waits.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void waiter_isWokenByANotice_whenAJobIsStoppedThatHasNotBegun() throws Exception {
        JobRest rest = TestJobs.rest(scene.database.dataSource(), notices, 1, NEVER);
        listen();
        JobKey job = scene.create();
        CompletableFuture<Boolean> waits = awaitRest(rest, job);

        scene.jobs.stop(Scene.CALLER, Scene.text(job));

        assertThat(waits.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void waiter_looksByItself_whenNoNoticeComes() throws Exception {
        // The listener was never started.
        JobRest rest = TestJobs.rest(scene.database.dataSource(), notices, 1, Duration.ofMillis(20));
        JobKey job = scene.create();
        CompletableFuture<Boolean> waits = awaitRest(rest, job);

        scene.jobs.stop(Scene.CALLER, Scene.text(job));

        assertThat(waits.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void waiter_holdsNoConnection() throws Exception {
        JobRest rest = TestJobs.rest(scene.database.dataSource(), notices, 1, NEVER);
        JobKey job = scene.create();
        CompletableFuture<Boolean> waits = awaitRest(rest, job);

        await().until(() -> scene.database.dataSource().getHikariPoolMXBean().getActiveConnections() == 0);

        assertThat(waits).isNotDone();
        rest.onApplicationEvent(new ContextClosedEvent(new StaticApplicationContext()));
        assertThat(waits.get(30, TimeUnit.SECONDS)).isFalse();
    }

    /** Until the listener is heard to listen, a notice could pass it by. */
    private void listen() {
        notices.start();
        await().until(() -> scene.jdbc
                        .sql(
                                "select count(*) from pg_stat_activity where datname = current_database() and query = :query")
                        .param("query", "listen booking_date_backfill")
                        .query(Long.class)
                        .single()
                == 1);
    }

    /** Returns when it waits. */
    private CompletableFuture<Boolean> awaitRest(JobRest rest, JobKey job) {
        CompletableFuture<Boolean> waits =
                CompletableFuture.supplyAsync(() -> rest.await(Scene.CALLER, Scene.text(job), Duration.ofSeconds(60)));
        await().until(() -> Thread.getAllStackTraces().values().stream()
                .map(Arrays::toString)
                .anyMatch(stack -> stack.contains("LockSupport.parkNanos") && stack.contains("JobRest.await")));
        return waits;
    }
}
