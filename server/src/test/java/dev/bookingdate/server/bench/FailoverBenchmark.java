package dev.bookingdate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.server.BookingDateBackfillServer;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The node that runs a job dies, freezes or leaves: how long until the other one has committed a chunk of it. */
final class FailoverBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As {@code kill} calls them, with what they mean. */
    private static final SortedMap<String, String> SIGNALS =
            new TreeMap<>(Map.of("KILL", "kill -9", "STOP", "SIGSTOP", "TERM", "graceful stop (SIGTERM)"));

    /** How far the job is, and under which epoch. */
    private record Progress(int epoch, long chunks) {}

    private final List<Long> sizes = Option.numbers("bench.rows", "1000000");
    private final int rounds = Option.number("bench.rounds", 10);

    @Override
    public Duration limit() {
        return Duration.ofHours(1);
    }

    @Override
    public void run(Report report) throws Exception {
        report.setting("rounds", rounds);
        report.setting("nodes", "two processes, default settings; the job in one partition");
        Map<String, Samples> series = new LinkedHashMap<>();
        SIGNALS.keySet().forEach(signal -> series.put(signal, new Samples()));
        try (BenchPostgres postgres = BenchPostgres.start(report);
                BenchDatabase template = postgres.load(sizes.get(0), 90)) {
            Random random = new Random(Option.SEED);
            for (int round = 0; round < rounds; round++) {
                List<String> turn = new ArrayList<>(series.keySet());
                Collections.rotate(turn, round);
                for (String signal : turn) {
                    double seconds = secondsAfter(signal, postgres, template, random);
                    series.get(signal).add(seconds);
                    report.round(Map.of("round", round, "signal", signal, "seconds", seconds));
                }
            }
        }
        Report.Table table =
                report.table("the node that runs the job gets", "times", "first chunk elsewhere after s", "p90 s");
        series.forEach((signal, seconds) -> table.row(
                SIGNALS.get(signal),
                seconds.count(),
                seconds.spread("%.2f"),
                Report.number("%.2f", seconds.percentile(90))));
    }

    private static double secondsAfter(String signal, BenchPostgres postgres, BenchDatabase template, Random random)
            throws Exception {
        String onePartition = "bookingdate.engine.max-partitions=1";
        try (BenchDatabase database = postgres.copy(template);
                NodeProcess one = NodeProcess.launch(BookingDateBackfillServer.class, database, onePartition);
                NodeProcess other = NodeProcess.start(database, onePartition);
                Connection connection = database.dataSource().getConnection()) {
            one.awaitReady();
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            NodeProcess first = victim(jdbc, one, other);
            NodeProcess second = first == one ? other : one;
            try (BackfillClient client = second.client()) {
                client.jobs().list(1).iterator().hasNext();
                TimeUnit.MILLISECONDS.sleep(random.nextLong(1_000));
                Progress before = progress(jdbc);
                long began = System.nanoTime();
                first.signal(signal);
                awaitProgress(jdbc, before.epoch(), -1);
                // The last chunk of the first node may have committed since: only one more is certainly the second's.
                Progress claimed = progress(jdbc);
                awaitProgress(jdbc, before.epoch(), claimed.chunks());
                double seconds = (System.nanoTime() - began) / 1e9;
                assertThat(picker(jdbc)).isEqualTo(second.pid());
                return seconds;
            }
        }
    }

    /** Creates a job, and finds out who runs it. */
    private static NodeProcess victim(JdbcClient jdbc, NodeProcess one, NodeProcess other) {
        try (BackfillClient client = one.client()) {
            client.jobs().create();
        }
        awaitProgress(jdbc, 0, 0);
        return picker(jdbc) == one.pid() ? one : other;
    }

    /** The scheduler's name of a node ends with its process id. */
    private static long picker(JdbcClient jdbc) {
        return jdbc.sql("select cast(regexp_replace(picked_by, '.*/', '') as bigint) from scheduled_tasks where picked")
                .query(Long.class)
                .single();
    }

    private static void awaitProgress(JdbcClient jdbc, int afterEpoch, long afterChunk) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> progress(jdbc), now -> now.epoch() > afterEpoch && now.chunks() > afterChunk);
    }

    private static Progress progress(JdbcClient jdbc) {
        return jdbc.sql("select epoch, chunk_no from backfill_progress")
                .query((row, rowNumber) -> new Progress(row.getInt(1), row.getLong(2)))
                .single();
    }
}
