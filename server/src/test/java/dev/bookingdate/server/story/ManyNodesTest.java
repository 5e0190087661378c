package dev.bookingdate.server.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.server.database.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several nodes on one database: they hand jobs over, inherit them, and several work on one job. */
@Tag("long")
class ManyNodesTest {

    private static final String DEMO = "bookingdate.demo.charges=40000";
    private static final String SMALL_CHUNKS = "bookingdate.engine.window-rows=500";
    private static final String PARTITIONS = "bookingdate.engine.partition-rows=4000";
    private static final String ANSWERS_ONLY = "bookingdate.engine.enabled=false";

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.createWithoutTables();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNodeThatIsAskedToShutDown_handsItsJobOver() {
        try (RunningServer stays = RunningServer.start(database, DEMO, ANSWERS_ONLY);
                BackfillClient client = stays.client()) {
            String job;
            try (RunningServer leaves = RunningServer.start(database, DEMO, SMALL_CHUNKS)) {
                job = client.jobs().create().getJobId();
                NodesTest.awaitProgress(client, job);
            }
            BackfillJob left = client.jobs().get(job);
            assertThat(left.getStatus()).isEqualTo(JobStatus.PROCESSING);
            try (RunningServer comes = RunningServer.start(database, DEMO)) {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> client.jobs().get(job).getStatus() == JobStatus.COMPLETED);
            }
            assertThat(client.jobs().get(job).getRecordsProcessed()).isEqualTo(36_000L);
            assertThat(new Proof(JdbcClient.create(database.plainDataSource())).wrongCharges())
                    .isZero();
        }
    }

    @Test
    void aJobWhoseNodeWasKilled_isStoppedByAnother_andTheNextOneGoesOnByItself() throws Exception {
        try (RunningServer stays = RunningServer.start(database, DEMO, ANSWERS_ONLY);
                BackfillClient client = stays.client()) {
            NodeJvm node = NodeJvm.start(database, DEMO, SMALL_CHUNKS);
            try {
                String stopped = client.jobs().create().getJobId();
                NodesTest.awaitProgress(client, stopped);
                node.kill();
                client.jobs().stop(stopped);
                assertThat(client.jobs().get(stopped).getStatus()).isEqualTo(JobStatus.PROCESSING);

                NodeJvm second = NodeJvm.start(database, DEMO, SMALL_CHUNKS);
                node = second;
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> client.jobs().get(stopped).getStatus() == JobStatus.STOPPED);

                String revived = client.jobs().create().getJobId();
                NodesTest.awaitProgress(client, revived);
                second.kill();
                try (RunningServer heir = RunningServer.start(database, DEMO)) {
                    // Four missed heartbeats of a second each, and what is left of the job.
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> client.jobs().get(revived).getStatus() == JobStatus.COMPLETED);
                }
                assertThat(client.jobs().get(revived).getRecordsProcessed()).isEqualTo(36_000L);
                assertThat(new Proof(JdbcClient.create(database.plainDataSource())).wrongCharges())
                        .isZero();
            } finally {
                node.kill();
            }
        }
    }

    @Test
    void aLargeJob_isWorkedOnByTwoNodes_stoppedAcrossBoth_andDoneByTheOneThatIsLeft() throws Exception {
        JdbcClient jdbc = JdbcClient.create(database.plainDataSource());
        try (RunningServer stays = RunningServer.start(database, DEMO, SMALL_CHUNKS, PARTITIONS);
                BackfillClient client = stays.client()) {
            NodeJvm killed = NodeJvm.start(database, DEMO, SMALL_CHUNKS, PARTITIONS);
            try {
                awaitNodes(2, jdbc);
                String stopped = createAcrossTwoNodes(client, jdbc);
                client.jobs().stop(stopped);
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> client.jobs().get(stopped).getStatus() == JobStatus.STOPPED);
                assertThat(client.jobs().get(stopped).getRecordsUpdated()).isEqualTo(new Proof(jdbc).audited());

                String completed = createAcrossTwoNodes(client, jdbc);
                killed.kill();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> client.jobs().get(completed).getStatus() == JobStatus.COMPLETED);
                BackfillJob job = client.jobs().get(completed);
                assertThat(job.getRecordsTotal()).isEqualTo(36_000L).isEqualTo(job.getRecordsProcessed());
                assertThat(job.getRecordsUpdated() + client.jobs().get(stopped).getRecordsUpdated())
                        .isEqualTo(new Proof(jdbc).audited());
                assertThat(new Proof(jdbc).wrongCharges()).isZero();
            } finally {
                killed.kill();
            }
        }
    }

    /** A node that runs jobs has a connection on which it listens. */
    private static void awaitNodes(int count, JdbcClient jdbc) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jdbc.sql("""
                                select count(*) from pg_stat_activity
                                where datname = current_database() and query like 'listen %'
                                """).query(Integer.class).single() == count);
    }

    /** A job that both nodes work on at this moment. */
    private static String createAcrossTwoNodes(BackfillClient client, JdbcClient jdbc) {
        jdbc.sql("update rate_plan_charge set booking_date = null where tenant_id = 1001 and charge_key % 2 = 0")
                .update();
        String job = client.jobs().create().getJobId();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> jdbc.sql("select count(distinct picked_by) from scheduled_tasks where picked")
                                .query(Integer.class)
                                .single()
                        == 2);
        return job;
    }
}
