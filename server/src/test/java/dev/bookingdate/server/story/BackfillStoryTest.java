package dev.bookingdate.server.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.ConflictException;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.server.database.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The story of docs/walkthrough.sh through the Java client: token, dry run, create, stop, stop again, create, complete. */
class BackfillStoryTest {

    @Test
    void aBackfillIsTriedOut_andStopped_andAnotherOneCompletes_andEachEndIsTold() throws IOException {
        Queue<JsonNode> told = new ConcurrentLinkedQueue<>();
        HttpServer receiver = receiver(told);
        try (TestDatabase database = TestDatabase.createWithoutTables();
                RunningServer server = RunningServer.start(
                        database, "bookingdate.demo.charges=30000", "bookingdate.engine.window-rows=1000");
                BackfillClient client = server.client()) {
            JdbcClient jdbc = JdbcClient.create(database.plainDataSource());
            jdbc.sql(
                            "insert into webhook (tenant_id, url, secret, updated_by) select tenant_id, :url, sha256('s'), 'ops' from tenant")
                    .param("url", "http://127.0.0.1:" + receiver.getAddress().getPort())
                    .update();
            Proof proof = new Proof(jdbc);
            assertThat(proof.wrongCharges()).isPositive();

            String asItWas = proof.fingerprint();
            String tried = client.jobs().createDryRun().getJobId();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> client.jobs().get(tried).getStatus() == JobStatus.COMPLETED);
            BackfillJob dryRun = client.jobs().get(tried);
            assertThat(dryRun.getDryRun()).isTrue();
            assertThat(dryRun.getRecordsUpdated()).isZero();
            assertThat(proof.fingerprint()).isEqualTo(asItWas);
            assertThat(proof.audited()).isZero();

            String first = client.jobs().create().getJobId();
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> processed(client.jobs().get(first)) > 0);
            client.jobs().stop(first);
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> client.jobs().get(first).getStatus() == JobStatus.STOPPED);

            BackfillJob stopped = client.jobs().get(first);
            assertThat(processed(stopped)).isBetween(1L, 26_999L);
            assertThat(stopped.getRecordsUpdated()).isEqualTo(proof.audited());
            assertThat(stopped.getStopRequestedByUsername()).isEqualTo("demo@example.com");
            assertThat(stopped.getEndedOn()).isNotNull();
            String asItStopped = proof.fingerprint();
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> proof.fingerprint().equals(asItStopped));

            client.jobs().stop(first);
            assertThat(client.jobs().get(first)).isEqualTo(stopped);

            String second = client.jobs().create().getJobId();
            assertThat(second).isNotEqualTo(first);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> client.jobs().get(second).getStatus() == JobStatus.COMPLETED);
            BackfillJob completed = client.jobs().get(second);
            assertThat(completed.getProgress()).isEqualTo("100.00%");
            assertThat(completed.getRecordsTotal()).isEqualTo(27_000L).isEqualTo(processed(completed));
            assertThat(completed.getRecordsUpdated() + stopped.getRecordsUpdated())
                    .isEqualTo(proof.audited());
            assertThat(proof.wrongCharges()).isZero();
            assertThat(dryRun.getPreview().getChanged()).isEqualTo(proof.audited());
            assertThat(completed.getDryRun()).isNull();

            assertThatThrownBy(() -> client.jobs().stop(second))
                    .isInstanceOfSatisfying(
                            ConflictException.class,
                            e -> assertThat(e.getMessage()).contains("COMPLETED"));
            assertThat(client.jobs().list()).extracting(BackfillJob::getId).containsExactly(second, first, tried);
            assertThat(client.jobs().list()).extracting(BackfillJob::getDryRun).containsExactly(null, null, true);
            await().until(() -> told.size() >= 3);
            assertThat(told)
                    .extracting(one -> one.at("/data/jobId").asString() + " "
                            + one.at("/data/status").asString() + " "
                            + one.at("/data/dryRun").asBoolean())
                    .containsExactly(tried + " COMPLETED true", first + " STOPPED false", second + " COMPLETED false");
        } finally {
            receiver.stop(0);
        }
    }

    private static HttpServer receiver(Queue<JsonNode> told) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            told.add(new JsonMapper().readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static long processed(BackfillJob job) {
        return job.getRecordsProcessed() == null ? 0 : job.getRecordsProcessed();
    }
}
