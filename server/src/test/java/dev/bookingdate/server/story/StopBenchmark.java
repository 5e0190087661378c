package dev.bookingdate.server.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.server.database.TestDatabase;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Measures stops at random moments of a running job, from the PUT that is sent until the job is at rest. Not a test of its
 * own: {@code ./mvnw -pl server -am test -Dtest=StopBenchmark -Dsurefire.failIfNoSpecifiedTests=false} prints a table.
 */
class StopBenchmark {

    private static final int STOPS = Integer.getInteger("bench.stops", 100);
    private static final int CHARGES = Integer.getInteger("bench.charges", 1_000_000);

    @Test
    void stop() {
        try (TestDatabase database = TestDatabase.createWithoutTables();
                RunningServer server = RunningServer.start(
                        database,
                        "bookingdate.demo.charges=" + CHARGES,
                        // Its polling is faster than any tenant may be.
                        "bookingdate.limits.enabled=false");
                BackfillClient client = server.client()) {
            JdbcClient jdbc = JdbcClient.create(database.dataSource());
            Random random = new Random(1);
            List<Double> answers = new ArrayList<>();
            List<Double> rests = new ArrayList<>();
            List<Double> waits = new ArrayList<>();
            Wire wire = Wire.to(server, RunningServer.CLIENT_ID, RunningServer.CLIENT_SECRET);
            for (int i = 0; i < 2 * STOPS; i++) {
                if (i % 20 == 0) {
                    jdbc.sql("update rate_plan_charge set booking_date = null").update();
                }
                String job = client.jobs().create().getJobId();
                long chunks = 1 + random.nextInt(20);
                await().pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> {
                            Integer done = client.jobs().get(job).getBatchFinishedCount();
                            return done != null && done >= chunks;
                        });
                if (i % 2 == 0) {
                    long before = System.nanoTime();
                    HttpResponse<byte[]> stopped = wire.stop(job, "Prefer", "wait=30");
                    waits.add((System.nanoTime() - before) / 1e6);
                    assertThat(stopped.headers().firstValue("Preference-Applied"))
                            .contains("wait=30");
                    assertThat(client.jobs().get(job).getStatus()).isEqualTo(JobStatus.STOPPED);
                    continue;
                }
                Instant sent = Instant.now();
                long before = System.nanoTime();
                client.jobs().stop(job);
                answers.add((System.nanoTime() - before) / 1e6);
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> client.jobs().get(job).getStatus() != JobStatus.PROCESSING);
                assertThat(client.jobs().get(job).getStatus()).isEqualTo(JobStatus.STOPPED);
                Instant ended = jdbc.sql("select ended_on from backfill_job order by job_id desc limit 1")
                        .query(OffsetDateTime.class)
                        .single()
                        .toInstant();
                rests.add(Duration.between(sent, ended).toNanos() / 1e6);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%n| %d stops of a job over %d charges | p50 ms | p90 ms | p99 ms | max ms |%n|---|---|---|---|---|%n%s%n%s%n%s%n%n",
                    STOPS,
                    CHARGES,
                    row("PUT sent → answered", answers),
                    row("PUT sent → at rest", rests),
                    row("PUT with Prefer: wait=30 sent → answered, at rest", waits));
        }
    }

    private static String row(String name, List<Double> values) {
        Collections.sort(values);
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f |",
                name,
                percentile(values, 50),
                percentile(values, 90),
                percentile(values, 99),
                values.get(values.size() - 1));
    }

    private static double percentile(List<Double> sorted, int percent) {
        return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
    }
}
