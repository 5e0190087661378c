package dev.bookingdate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What short transactions of users on the table take beside a job, and without one. */
final class NeighbourBenchmark implements Benchmark {

    private record Pair(UserTraffic.Latencies without, UserTraffic.Latencies with) {}

    private final List<Long> sizes = Option.numbers("bench.rows", "2000000");
    private final int rounds = Option.rounds();
    private final int seconds = Option.number("bench.seconds", 15);
    private final int perSecond = Option.number("bench.rate", 200);

    @Override
    public Duration limit() {
        return Duration.ofHours(1);
    }

    @Override
    public void run(Report report) throws Exception {
        report.setting("rounds", rounds);
        report.setting("transactions per second", perSecond + " by 4 sessions, a quarter of them inserts");
        report.setting("seconds", seconds);
        report.setting("job", "one node process, default settings (2 threads)");
        List<Pair> pairs = new ArrayList<>();
        try (BenchPostgres postgres = BenchPostgres.start(report);
                BenchDatabase template = postgres.load(sizes.get(0), 90)) {
            for (int round = 0; round < rounds; round++) {
                // Each goes first every other time.
                UserTraffic.Latencies first = traffic(postgres, template, round % 2 == 1);
                UserTraffic.Latencies second = traffic(postgres, template, round % 2 == 0);
                Pair pair = round % 2 == 0 ? new Pair(first, second) : new Pair(second, first);
                pairs.add(pair);
                report.round(Map.of(
                        "round", round,
                        "updates without p99 ms", pair.without().updates().percentile(99),
                        "updates with p99 ms", pair.with().updates().percentile(99),
                        "inserts without p99 ms", pair.without().inserts().percentile(99),
                        "inserts with p99 ms", pair.with().inserts().percentile(99)));
            }
        }
        Report.Table table = report.table("transaction", "percentile", "without a job ms", "beside a job ms", "ratio");
        for (int percent : List.of(50, 90, 99)) {
            row(table, "select + update by key", percent, pairs, false);
        }
        for (int percent : List.of(50, 90, 99)) {
            row(table, "insert", percent, pairs, true);
        }
    }

    private static void row(Report.Table table, String what, int percent, List<Pair> pairs, boolean inserts) {
        Samples without = new Samples();
        Samples with = new Samples();
        Samples ratios = new Samples();
        for (Pair pair : pairs) {
            double alone = of(pair.without(), inserts).percentile(percent);
            double beside = of(pair.with(), inserts).percentile(percent);
            without.add(alone);
            with.add(beside);
            ratios.add(beside / alone);
        }
        table.row(what, "p" + percent, without.spread("%.1f"), with.spread("%.1f"), ratios.spread("%.2f"));
    }

    private static Samples of(UserTraffic.Latencies latencies, boolean inserts) {
        return inserts ? latencies.inserts() : latencies.updates();
    }

    private UserTraffic.Latencies traffic(BenchPostgres postgres, BenchDatabase template, boolean besideAJob)
            throws Exception {
        try (BenchDatabase database = postgres.copy(template);
                NodeProcess node = NodeProcess.start(database);
                BackfillClient client = node.client()) {
            UserTraffic traffic = new UserTraffic(database, perSecond, sizes.get(0));
            // Sessions and plans of users are there before a job comes; a second of them is not counted.
            traffic.run(1, () -> false);
            if (!besideAJob) {
                return traffic.run(seconds, () -> false);
            }
            client.jobs().create();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> database.number("select max(chunk_no) from backfill_progress") > 0);
            UserTraffic.Latencies latencies = traffic.run(seconds, () -> false);
            assertThat(database.number("select count(*) from backfill_job where ended_on is null"))
                    .as("jobs that run to the end of the round: set more bench.rows or fewer bench.seconds")
                    .isEqualTo(1);
            return latencies;
        }
    }
}
