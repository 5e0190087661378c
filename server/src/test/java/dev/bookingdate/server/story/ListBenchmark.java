package dev.bookingdate.server.story;

import static dev.bookingdate.server.story.Wire.JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.job.Jobs;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Measures pages of a list of many jobs in one tenant and entity, over HTTP and in the database alone. Not a test of its own:
 * {@code ./mvnw -pl server -am test -Dtest=ListBenchmark -Dsurefire.failIfNoSpecifiedTests=false} prints a table.
 */
class ListBenchmark {

    private static final int JOB_COUNT = Integer.getInteger("bench.jobs", 100_000);
    private static final int CALLS = Integer.getInteger("bench.calls", 300);
    private static final String ENTITY = "00000000-0000-4000-8000-0000000000e1";
    private static final List<Integer> SIZES = Stream.of(
                    System.getProperty("bench.sizes", "20,100,1000").split(","))
            .map(Integer::valueOf)
            .toList();
    private static final Pattern EXECUTION = Pattern.compile("Execution Time: ([0-9.]+) ms");

    @Test
    void list() throws Exception {
        try (TestDatabase database = TestDatabase.createWithoutTables();
                RunningServer server = RunningServer.start(
                        database,
                        "bookingdate.demo.charges=100",
                        "bookingdate.engine.enabled=false",
                        "logging.level.dev.bookingdate.server.http=warn")) {
            JdbcClient jdbc = JdbcClient.create(database.plainDataSource());
            // us-west: one of 10,000, and all over the years; us-east: one of ten.
            TestJobRows.insert(jdbc, 1001, ENTITY, JOB_COUNT, """
                    case when i % 10000 = 7 then array['us-west']
                         when i % 10 = 3 then array['us-east']
                         else array['emea', 'us-east', 'us-west'] end""");
            jdbc.sql("analyze").update();
            Wire wire = Wire.to(server, RunningServer.CLIENT_ID, RunningServer.CLIENT_SECRET);
            StringBuilder table = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%n| %d jobs | jobs on the page | HTTP p50 ms | p90 ms | p99 ms | max ms | SQL p50 ms | p99 ms |%n|---|---|---|---|---|---|---|---|%n",
                    JOB_COUNT));
            for (String orgs : List.of("emea,us-east,us-west", "us-east", "us-west", "emea")) {
                for (int size : SIZES) {
                    table.append(row(wire, database, orgs, size));
                }
            }
            System.out.println(table);
        }
    }

    private static String row(Wire wire, TestDatabase database, String orgs, int size) throws Exception {
        List<Double> calls = new ArrayList<>();
        int jobs = 0;
        for (int i = -CALLS / 3; i < CALLS; i++) {
            long before = System.nanoTime();
            HttpResponse<byte[]> page = wire.get(JOBS + "?pageSize=" + size, "Zuora-Org-Ids", orgs);
            double millis = (System.nanoTime() - before) / 1e6;
            assertThat(page.statusCode()).isEqualTo(200);
            if (i == 0) {
                jobs = Wire.json(page).get("jobs").size();
            }
            if (i >= 0) {
                calls.add(millis);
            }
        }
        List<Double> statements = statements(database, orgs, size + 1);
        Collections.sort(calls);
        return String.format(
                Locale.ROOT,
                "| pageSize=%d as %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
                size,
                orgs,
                jobs,
                percentile(calls, 50),
                percentile(calls, 90),
                percentile(calls, 99),
                calls.get(calls.size() - 1),
                percentile(statements, 50),
                percentile(statements, 99));
    }

    /** What the database says of the same statement, by itself. */
    private static List<Double> statements(TestDatabase database, String orgs, int limit) throws Exception {
        var connection =
                new SingleConnectionDataSource(database.plainDataSource().getConnection(), true);
        try {
            JdbcClient jdbc = JdbcClient.create(connection);
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < CALLS / 3; i++) {
                String plan = String.join(
                        "\n",
                        jdbc.sql("explain (analyze, timing off) "
                                        + SqlFile.of(Jobs.class, "list.sql").text())
                                .param("tenantId", 1001)
                                .param("entityId", UUID.fromString(ENTITY))
                                .param("orgIds", "{" + orgs + "}")
                                .param("before", new UUID(-1, -1))
                                .param("limit", limit)
                                .query(String.class)
                                .list());
                Matcher time = EXECUTION.matcher(plan);
                assertThat(time.find()).isTrue();
                times.add(Double.parseDouble(time.group(1)));
            }
            Collections.sort(times);
            return times;
        } finally {
            connection.destroy();
        }
    }

    private static double percentile(List<Double> sorted, int percent) {
        return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
    }
}
