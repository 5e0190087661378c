package dev.bookingdate.server.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.BackfillException;
import dev.bookingdate.client.RetryPolicy;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.server.database.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two nodes on one database: either of them answers, either of them settles. More of it: {@link ManyNodesTest}. */
class NodesTest {

    private static final String DEMO = "bookingdate.demo.charges=20000";
    private static final String SMALL_CHUNKS = "bookingdate.engine.window-rows=500";
    /** A dead node is noticed after a second. */
    private static final String FAST_HEARTBEATS = "bookingdate.engine.heartbeat-interval=250ms";

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
    void stop_onAnotherNodeThanTheOneThatRunsTheJob_comesToRest() {
        try (RunningServer asked = RunningServer.start(database, DEMO, ANSWERS_ONLY);
                RunningServer runs = RunningServer.start(database, DEMO, SMALL_CHUNKS);
                BackfillClient client = asked.client();
                BackfillClient other = runs.client()) {
            String job = client.jobs().create().getJobId();
            awaitProgress(other, job);

            client.jobs().stop(job);

            await().atMost(Duration.ofSeconds(2))
                    .until(() -> client.jobs().get(job).getStatus() == JobStatus.STOPPED);
            assertThat(client.jobs().get(job).getRecordsProcessed()).isLessThan(18_000L);
        }
    }

    @Test
    void aJobWhoseNodeWasKilled_isStoppedByAnother() throws Exception {
        try (RunningServer stays = RunningServer.start(database, DEMO, ANSWERS_ONLY);
                BackfillClient client = stays.client()) {
            NodeJvm node = NodeJvm.start(database, DEMO, SMALL_CHUNKS, FAST_HEARTBEATS);
            String stopped;
            try {
                stopped = client.jobs().create().getJobId();
                awaitProgress(client, stopped);
            } finally {
                node.kill();
            }
            client.jobs().stop(stopped);
            assertThat(client.jobs().get(stopped).getStatus()).isEqualTo(JobStatus.PROCESSING);

            try (RunningServer heir = RunningServer.start(database, DEMO, FAST_HEARTBEATS)) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> client.jobs().get(stopped).getStatus() == JobStatus.STOPPED);
            }
            assertThat(client.jobs().get(stopped).getRecordsUpdated())
                    .isEqualTo(new Proof(JdbcClient.create(database.plainDataSource())).audited());
        }
    }

    @Test
    void stop_whenTheDatabaseIsOutOfReach_isNeverPromised() {
        try (RunningServer server = RunningServer.start(
                        database, DEMO, ANSWERS_ONLY, "spring.datasource.hikari.connection-timeout=500");
                // Retries are the client's own tests' business.
                BackfillClient client = server.client(builder -> builder.retryPolicy(RetryPolicy.none()))) {
            String job = client.jobs().create().getJobId();
            // No node runs jobs, and that is said while it can be.
            assertThat(client.jobs().get(job).getStatus()).isEqualTo(JobStatus.ACCEPTED);
            assertThat(client.jobs().get(job).getThrottleReason()).startsWith("waits for a node: ");
            JdbcClient otherDatabase = JdbcClient.create(TestDatabase.shared());
            otherDatabase
                    .sql("alter database " + database.name() + " allow_connections false")
                    .update();
            otherDatabase
                    .sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name")
                    .param("name", database.name())
                    .query()
                    .listOfRows();

            assertThatThrownBy(() -> client.jobs().stop(job)).isInstanceOfSatisfying(BackfillException.class, e -> {
                assertThat(e.status()).isEqualTo(503);
                assertThat(e.retryAfter()).isPresent();
                assertThat(e.reasons())
                        .singleElement()
                        .satisfies(reason -> assertThat(reason.code()).isEqualTo("50000061"));
            });
        }
    }

    static void awaitProgress(BackfillClient client, String job) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    Long processed = client.jobs().get(job).getRecordsProcessed();
                    return processed != null && processed > 0;
                });
    }
}
