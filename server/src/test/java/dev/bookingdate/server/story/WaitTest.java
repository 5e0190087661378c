package dev.bookingdate.server.story;

import static dev.bookingdate.server.story.Wire.JOBS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.database.TestDatabase;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code Prefer: wait=N} on stop: a node that runs jobs, and one that only answers, with few threads to wait on. */
@Tag("long")
class WaitTest {

    private static final String PREFER = "Prefer";
    private static final String APPLIED = "Preference-Applied";
    private static final String ENTITY = "00000000-0000-4000-8000-0000000000e1";
    private static final String RUNNING = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";

    private static TestDatabase database;
    private static RunningServer answers;
    private static JdbcClient jdbc;
    private static Wire wire;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        database = TestDatabase.createWithoutTables();
        answers = RunningServer.start(
                database,
                "bookingdate.demo.charges=30000",
                "bookingdate.engine.enabled=false",
                "server.tomcat.threads.max=8",
                "spring.datasource.hikari.maximum-pool-size=2");
        jdbc = JdbcClient.create(database.plainDataSource());
        wire = Wire.to(answers, RunningServer.CLIENT_ID, RunningServer.CLIENT_SECRET);
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        answers.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        jdbc.sql("delete from scheduled_tasks").update();
        jdbc.sql("delete from backfill_audit").update();
        jdbc.sql("delete from backfill_progress").update();
        jdbc.sql("delete from backfill_job").update();
    }

    @Test
    void answer_comesWhenTheJobIsAtRest_alsoFromANodeThatRunsNoJobs() {
        try (RunningServer runs =
                RunningServer.start(database, "bookingdate.demo.charges=30000", "bookingdate.engine.window-rows=500")) {
            for (RunningServer asked : List.of(runs, answers)) {
                Wire at = wire.at(asked);
                String job = Wire.json(at.post(JOBS)).get("jobId").asString();
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> status(at, job).equals("PROCESSING"));

                HttpResponse<byte[]> stopped = at.stop(job, PREFER, "respond-async, wait=\"30\"");

                assertThat(stopped.statusCode()).isEqualTo(200);
                assertThat(stopped.headers().allValues(APPLIED)).containsExactly("wait=30");
                assertThat(status(at, job)).isEqualTo("STOPPED");
            }
        }
    }

    @Test
    void answer_comesAtOnce_whenTheJobIsAtRestAlready() {
        String job = Wire.json(wire.post(JOBS)).get("jobId").asString();

        HttpResponse<byte[]> first = wire.stop(job, PREFER, "wait=31");
        HttpResponse<byte[]> again = wire.stop(job, PREFER, "wait=7");

        assertThat(first.headers().allValues(APPLIED)).containsExactly("wait=30");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().allValues(APPLIED)).containsExactly("wait=7");
        assertThat(wire.stop(job).headers().firstValue(APPLIED)).isEmpty();
        assertThat(wire.stop(job, PREFER, "wait=x").headers().firstValue(APPLIED))
                .isEmpty();
    }

    @Test
    void answer_isTheSame_whenTheTimeIsOver() {
        running();
        long begin = System.nanoTime();

        HttpResponse<byte[]> answer = wire.stop(RUNNING, PREFER, "wait=1");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues(APPLIED)).containsExactly("wait=1");
        assertThat(Wire.json(answer).propertyNames())
                .containsExactlyInAnyOrder("processId", "reasons", "requestId", "success");
        assertThat(status(wire, RUNNING)).isEqualTo("PROCESSING");
        assertThat(wire.stop(RUNNING, PREFER, "wait=0").headers().allValues(APPLIED))
                .containsExactly("wait=0");
    }

    @Test
    void refusal_doesNotWait() {
        running();
        jdbc.sql("update backfill_job set status = 'COMPLETED', ended_on = now()")
                .update();

        HttpResponse<byte[]> answer = wire.stop(RUNNING, PREFER, "wait=30");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue(APPLIED)).isEmpty();
    }

    /** The node has two connections: who waits holds none. */
    @Test
    void fewMayWait_andWhoWaitsIsReleased_whenTheNodeShutsDown() throws Exception {
        running();
        try (RunningServer node = RunningServer.start(
                database,
                "bookingdate.demo.charges=30000",
                "bookingdate.engine.enabled=false",
                "server.tomcat.threads.max=8",
                "spring.datasource.hikari.maximum-pool-size=2")) {
            Wire at = wire.at(node);
            List<CompletableFuture<HttpResponse<byte[]>>> waits = List.of(
                    CompletableFuture.supplyAsync(() -> at.stop(RUNNING, PREFER, "wait=30"), threads),
                    CompletableFuture.supplyAsync(() -> at.stop(RUNNING, PREFER, "wait=30"), threads));

            await().atMost(Duration.ofSeconds(20)).until(() -> waiting() == 2);
            assertThat(at.stop(RUNNING, PREFER, "wait=30").headers().firstValue(APPLIED))
                    .isEmpty();
            assertThat(status(at, RUNNING)).isEqualTo("PROCESSING");
            assertThat(waits).noneMatch(CompletableFuture::isDone);

            node.close();

            for (CompletableFuture<HttpResponse<byte[]>> wait : waits) {
                HttpResponse<byte[]> answer = wait.get(30, TimeUnit.SECONDS);
                assertThat(answer.statusCode()).isEqualTo(200);
                // It has not waited as long as it was asked to.
                assertThat(answer.headers().firstValue(APPLIED)).isEmpty();
            }
        }
    }

    /** The nodes run in this JVM: how many of their threads wait for a job. */
    private static long waiting() {
        return Thread.getAllStackTraces().values().stream()
                .map(Arrays::toString)
                .filter(stack -> stack.contains("LockSupport.parkNanos") && stack.contains("JobRest.await"))
                .count();
    }

    private static void running() {
        jdbc.sql("""
                        insert into backfill_job (tenant_id, job_id, entity_id, time_zone, upper_key, status, created_by,
                                                  updated_by, started_on)
                        values (1001, cast(:job as uuid), cast(:entity as uuid), 'UTC', 1, 'PROCESSING', 'u', 'u', now())
                        """).param("job", RUNNING).param("entity", ENTITY).update();
        jdbc.sql("insert into backfill_progress (tenant_id, job_id) values (1001, cast(:job as uuid))")
                .param("job", RUNNING)
                .update();
    }

    private static String status(Wire at, String job) {
        return Wire.json(at.get(JOBS + "/" + job)).get("job").get("status").asString();
    }
}
