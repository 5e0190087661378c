package dev.bookingdate.server.bench;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.bench.BatchRival.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.batch.core.job.JobExecution;

/** The same charges by Spring Batch with its best settings: rows a second, and stops at random moments. */
final class RivalsBenchmark implements Benchmark {

    /** Rest in milliseconds by outcome. */
    private static final class Stops {
        private final Samples rest = new Samples();
        private final SortedMap<String, Integer> outcomes = new TreeMap<>();

        void add(double millis, String outcome) {
            rest.add(millis);
            outcomes.merge(outcome, 1, Integer::sum);
        }

        int unclean() {
            return outcomes.entrySet().stream()
                    .filter(outcome -> !outcome.getKey().equals("STOPPED"))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }

    private static final Duration LONGEST_RUN = Duration.ofMinutes(30);

    private final List<Long> sizes = Option.numbers("bench.rows", "1000000");
    private final List<Long> chunks = Option.numbers("bench.chunks", "500,2000,5000");
    private final int rounds = Option.rounds();
    private final int stops = Option.number("bench.stops", 200);

    @Override
    public Duration limit() {
        return Duration.ofHours(2);
    }

    @Override
    public void run(Report report) throws Exception {
        report.setting("rounds", rounds);
        report.setting("job", "one node process, default settings (2 threads)");
        report.setting("Spring Batch", JobExecution.class.getPackage().getImplementationVersion());
        Report.Table speed =
                report.table("charges", "job rows/s", "Spring Batch rows/s", "job ÷ Spring Batch", "settings");
        Report.Table stopped =
                report.table("stop → at rest", "stops", "p50 ms", "p90", "p99", "max", "unclean", "outcomes");
        try (BenchPostgres postgres = BenchPostgres.start(report);
                BenchDatabase template = postgres.load(sizes.get(0), 90)) {
            Target target = Target.of(template);
            Settings best = best(report, postgres, template, target);
            Samples ours = new Samples();
            Samples batches = new Samples();
            Samples ratios = new Samples();
            Stops ourStops = new Stops();
            Map<Settings, Stops> theirStops = new LinkedHashMap<>();
            theirStops.put(best, new Stops());
            theirStops.put(new Settings(best.chunk(), 1, best.paging()), new Stops());
            Random random = new Random(Option.SEED);
            for (int round = 0; round < rounds; round++) {
                boolean oursFirst = round % 2 == 0;
                double first = oursFirst ? ours(postgres, template, target) : theirs(postgres, template, target, best);
                double second = oursFirst ? theirs(postgres, template, target, best) : ours(postgres, template, target);
                double job = oursFirst ? first : second;
                double batch = oursFirst ? second : first;
                ours.add(job);
                batches.add(batch);
                ratios.add(job / batch);
                report.round(Map.of("round", round, "job", job, "Spring Batch", batch, "ratio", job / batch));
                stopOurs(postgres, template, random, ourStops);
                for (Map.Entry<Settings, Stops> series : theirStops.entrySet()) {
                    stopTheirs(postgres, template, target, series.getKey(), random, series.getValue());
                    report.round(Map.of(
                            "round", round,
                            "stops of jobs", ourStops.outcomes.toString(),
                            "of Spring Batch", series.getValue().outcomes.toString(),
                            "settings", series.getKey()));
                }
            }
            speed.row(target.rows(), ours.spread("%.0f"), batches.spread("%.0f"), ratios.spread("%.2f"), best);
            row(stopped, "a job: PUT at another node", ourStops);
            theirStops.forEach((settings, theirs) ->
                    row(stopped, "Spring Batch: JobOperator.stop in the same process, " + settings, theirs));
        }
    }

    /** The fastest of a few, on a part of the charges. */
    private Settings best(Report report, BenchPostgres postgres, BenchDatabase template, Target target)
            throws Exception {
        Settings best = null;
        double fastest = 0;
        long part = Math.min(200_000, target.rows());
        for (boolean paging : List.of(false, true)) {
            for (int threads : List.of(1, 2)) {
                for (long chunk : chunks) {
                    Settings tried = new Settings((int) chunk, threads, paging);
                    try (BenchDatabase database = postgres.copy(template)) {
                        double speed = part / seconds(database, tried, part);
                        report.round(Map.of("Spring Batch tried", tried.toString(), "rows/s", speed));
                        if (speed > fastest) {
                            fastest = speed;
                            best = tried;
                        }
                    }
                }
            }
        }
        return requireNonNull(best);
    }

    private static double ours(BenchPostgres postgres, BenchDatabase template, Target target) throws Exception {
        try (BenchDatabase database = postgres.copy(template);
                NodeProcess node = NodeProcess.start(database);
                WholeJob job = new WholeJob(database, node)) {
            postgres.checkpoint();
            double seconds = job.run();
            job.check(target);
            target.check(database);
            return target.rows() / seconds;
        }
    }

    private static double theirs(BenchPostgres postgres, BenchDatabase template, Target target, Settings settings)
            throws Exception {
        try (BenchDatabase database = postgres.copy(template)) {
            double seconds = seconds(database, settings, target.rows());
            target.check(database);
            return target.rows() / seconds;
        }
    }

    private static double seconds(BenchDatabase database, Settings settings, long upTo) throws Exception {
        try (BatchRival rival = new BatchRival(database, settings, upTo, false)) {
            long began = System.nanoTime();
            long run = rival.start();
            await().atMost(LONGEST_RUN).pollInterval(Duration.ofMillis(5)).until(() -> rival.isAtRest(run));
            double seconds = (System.nanoTime() - began) / 1e9;
            assertThat(rival.status(run)).isEqualTo("COMPLETED");
            return seconds;
        }
    }

    private void stopOurs(BenchPostgres postgres, BenchDatabase template, Random random, Stops all) throws Exception {
        try (BenchDatabase database = postgres.copy(template);
                NodeProcess runs = NodeProcess.launch(BookingDateBackfillServer.class, database);
                NodeProcess asked = NodeProcess.start(database, "bookingdate.engine.enabled=false")) {
            runs.awaitReady();
            try (StopTrials trials = new StopTrials(database, asked, random)) {
                trials.stopAnywhere();
                for (int done = 0; done < Math.max(1, stops / rounds); ) {
                    // One that comes to rest in no other way than it should: any other throws, and fails the run.
                    Optional<StopTrials.Trial> trial = trials.stopAnywhere();
                    if (trial.isPresent()) {
                        all.add(trial.get().rest(), "STOPPED");
                        done++;
                    }
                }
            }
        }
    }

    private void stopTheirs(
            BenchPostgres postgres, BenchDatabase template, Target target, Settings settings, Random random, Stops all)
            throws Exception {
        try (BenchDatabase database = postgres.copy(template);
                BatchRival rival = new BatchRival(database, settings, target.rows(), true)) {
            RivalStops trials = new RivalStops(rival, random);
            trials.stopAnywhere();
            for (int done = 0; done < Math.max(1, stops / rounds); ) {
                Optional<RivalStops.Trial> trial = trials.stopAnywhere();
                if (trial.isPresent()) {
                    all.add(trial.get().rest(), trial.get().outcome());
                    done++;
                }
            }
        }
    }

    private static void row(Report.Table table, String what, Stops stops) {
        table.row(
                what,
                stops.rest.count(),
                Report.number("%.1f", stops.rest.percentile(50)),
                Report.number("%.1f", stops.rest.percentile(90)),
                Report.number("%.1f", stops.rest.percentile(99)),
                Report.number("%.1f", stops.rest.max()),
                stops.unclean(),
                stops.outcomes);
    }
}
