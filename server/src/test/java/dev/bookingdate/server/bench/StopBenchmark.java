package dev.bookingdate.server.bench;

import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.bench.StopTrials.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A PUT sent to a node that runs no jobs, until the job is at rest that another node runs. */
final class StopBenchmark implements Benchmark {

    private static final String WITH_A_LOCK = "50 ms, a user holds a row";

    /** What the stops of one kind took, over all rounds. */
    private static final class Series {
        private final Samples answered = new Samples();
        private final Samples rest = new Samples();
        private final Samples restInRound = new Samples();
        private int counting;

        void add(List<Trial> round) {
            Samples rests = new Samples();
            for (Trial trial : round) {
                answered.add(trial.answered());
                rests.add(trial.rest());
                counting += trial.working() ? 0 : 1;
            }
            rest.addAll(rests);
            restInRound.add(rests.percentile(99));
        }
    }

    private final List<Long> sizes = Option.numbers("bench.rows", "1000000");
    private final List<Long> targets = Option.numbers("bench.targets", "20,50,200");
    private final int rounds = Option.rounds();
    private final int stops = Option.number("bench.stops", 500);
    private final int locks = Option.number("bench.locks", 50);

    @Override
    public Duration limit() {
        return Duration.ofHours(2);
    }

    @Override
    public void run(Report report) throws Exception {
        report.setting("rounds", rounds);
        report.setting("nodes", "two processes: one is asked and runs no jobs, the other runs the job with 2 threads");
        Map<String, Series> series = new LinkedHashMap<>();
        targets.forEach(target -> series.put(target + " ms", new Series()));
        series.put(WITH_A_LOCK, new Series());
        try (BenchPostgres postgres = BenchPostgres.start(report);
                BenchDatabase template = postgres.load(sizes.get(0), 90)) {
            Random random = new Random(Option.SEED);
            for (int round = 0; round < rounds; round++) {
                List<String> turn = new ArrayList<>(series.keySet());
                Collections.rotate(turn, round);
                for (String kind : turn) {
                    List<Trial> trials = trials(postgres, template, kind, random);
                    series.get(kind).add(trials);
                    report.round(Map.of("round", round, "kind", kind, "stops", trials.size(), "each", trials));
                }
            }
        }
        Report.Table table = report.table(
                "chunk target",
                "stops",
                "of them while counting",
                "PUT → answer p50 ms",
                "p99",
                "PUT → at rest p50 ms",
                "p90",
                "p99",
                "max",
                "p99 of a round");
        series.forEach((kind, all) -> table.row(
                kind,
                all.rest.count(),
                all.counting,
                milliseconds(all.answered, 50),
                milliseconds(all.answered, 99),
                milliseconds(all.rest, 50),
                milliseconds(all.rest, 90),
                milliseconds(all.rest, 99),
                milliseconds(all.rest, 100),
                all.restInRound.spread("%.1f")));
    }

    private List<Trial> trials(BenchPostgres postgres, BenchDatabase template, String kind, Random random)
            throws Exception {
        boolean withALock = kind.equals(WITH_A_LOCK);
        int wanted = Math.max(1, (withALock ? locks : stops) / rounds);
        String target = kind.substring(0, kind.indexOf(' '));
        try (BenchDatabase database = postgres.copy(template);
                NodeProcess runs = NodeProcess.launch(
                        BookingDateBackfillServer.class, database, "bookingdate.engine.chunk-target=" + target + "ms");
                NodeProcess asked = NodeProcess.start(database, "bookingdate.engine.enabled=false")) {
            runs.awaitReady();
            try (StopTrials trials = new StopTrials(database, asked, random)) {
                // Programs that have just started are slow.
                for (int i = 0; i < 5; i++) {
                    trials.stopAnywhere();
                }
                List<Trial> done = new ArrayList<>();
                while (done.size() < wanted) {
                    if (withALock) {
                        done.add(trials.stopWhileAUserHoldsARow());
                    } else {
                        trials.stopAnywhere().ifPresent(done::add);
                    }
                }
                return done;
            }
        }
    }

    private static String milliseconds(Samples samples, int percent) {
        return Report.number("%.1f", samples.percentile(percent));
    }
}
