package dev.bookingdate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A job with audit, checkpoint and fence against one hand-written UPDATE on the same data. */
final class BackfillBenchmark implements Benchmark {

    /** What one of the two did to a fresh copy. */
    private record Run(
            double rowsPerSecond,
            double walPerRow,
            double tableGrowth,
            double indexGrowth,
            double hot,
            Map<String, Long> walByKind) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "(%.0f rows/s, %.0f bytes of WAL per row)", rowsPerSecond, walPerRow);
        }
    }

    /** Where the job's time went: seconds of all its threads together. */
    private record Inside(double seconds, double chunks, double inChunks, double throttled) {}

    /** What the job left behind: bytes of audit for a change, and how fast an undo was compared with it. */
    private record Behind(double auditBytes, double undo) {}

    private record Job(Run run, Inside inside, Behind behind) {}

    private record Pair(Run update, Run job, Inside inside, Behind behind) {

        double ratio(ToDoubleFunction<Run> what) {
            return what.applyAsDouble(job) / what.applyAsDouble(update);
        }
    }

    private final List<Long> sizes = Option.numbers("bench.rows", "1000000,10000000");
    private final List<Long> fillfactors = Option.numbers("bench.fillfactors", "90,100");
    private final int rounds = Option.rounds();

    @Override
    public Duration limit() {
        return Duration.ofHours(5);
    }

    @Override
    public void run(Report report) throws Exception {
        report.setting("rounds", rounds);
        report.setting("job", "one node process, default settings (2 threads)");
        report.setting("UPDATE", "one statement in one session, " + HandWritten.SETTINGS);
        Report.Table ratios = report.table(
                "charges",
                "fillfactor",
                "rows/s: job ÷ UPDATE",
                "WAL per row: job ÷ UPDATE",
                "growth of the table: job ÷ UPDATE",
                "bytes of audit per changed charge",
                "rows/s: undo ÷ job");
        Report.Table inside = report.table(
                "charges",
                "fillfactor",
                "job took s",
                "chunks",
                "its threads were in chunks s",
                "held up for others s");
        Report.Table each = report.table(
                "charges",
                "fillfactor",
                "",
                "rows/s",
                "WAL bytes per row",
                "growth of the table MB",
                "of its indexes MB",
                "HOT");
        try (BenchPostgres postgres = BenchPostgres.start(report)) {
            for (long size : sizes) {
                for (long fillfactor : fillfactors) {
                    try (BenchDatabase template = postgres.load(size, (int) fillfactor)) {
                        List<Pair> pairs = rounds(report, postgres, template, fillfactor);
                        ratios.row(
                                size,
                                fillfactor,
                                spread(pairs, "%.2f", pair -> pair.ratio(Run::rowsPerSecond)),
                                spread(pairs, "%.2f", pair -> pair.ratio(Run::walPerRow)),
                                spread(pairs, "%.2f", pair -> pair.ratio(Run::tableGrowth)),
                                spread(pairs, "%.1f", pair -> pair.behind().auditBytes()),
                                spread(pairs, "%.2f", pair -> pair.behind().undo()));
                        row(
                                each,
                                size,
                                fillfactor,
                                "UPDATE",
                                pairs.stream().map(Pair::update).toList());
                        row(
                                each,
                                size,
                                fillfactor,
                                "job",
                                pairs.stream().map(Pair::job).toList());
                    }
                }
            }
        }
    }

    private List<Pair> rounds(Report report, BenchPostgres postgres, BenchDatabase template, long fillfactor)
            throws Exception {
        Target target = Target.of(template);
        List<Pair> pairs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            // Each goes first every other time.
            Run update = round % 2 == 0 ? update(postgres, template, target) : null;
            Job job = job(postgres, template, target);
            Pair pair = new Pair(
                    update == null ? update(postgres, template, target) : update,
                    job.run(),
                    job.inside(),
                    job.behind());
            pairs.add(pair);
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("rows", target.rows());
            values.put("fillfactor", fillfactor);
            values.put("round", round);
            values.put("update", pair.update());
            values.put("job", pair.job());
            values.put("inside", pair.inside());
            values.put("behind", pair.behind());
            values.put("ratio", pair.ratio(Run::rowsPerSecond));
            report.round(values);
        }
        return pairs;
    }

    private static Run update(BenchPostgres postgres, BenchDatabase template, Target target) throws Exception {
        try (BenchDatabase database = postgres.copy(template)) {
            Footprint footprint = Footprint.begin(database);
            double seconds = HandWritten.run(database, target);
            return result(database, target, footprint, seconds);
        }
    }

    private static Job job(BenchPostgres postgres, BenchDatabase template, Target target) throws Exception {
        try (BenchDatabase database = postgres.copy(template);
                NodeProcess node = NodeProcess.start(database);
                WholeJob job = new WholeJob(database, node)) {
            postgres.checkpoint();
            Footprint footprint = Footprint.begin(database);
            double seconds = job.run();
            Run result = result(database, target, footprint, seconds);
            job.check(target);
            Inside inside = new Inside(
                    seconds,
                    node.metric("bookingdate_chunk_seconds_count", ""),
                    node.metric("bookingdate_chunk_seconds_sum", ""),
                    node.metric("bookingdate_throttled_seconds_total", ""));
            double auditBytes =
                    (double) database.number("select pg_total_relation_size('backfill_audit')") / target.wrong();
            double undo = job.undo();
            target.checkUndone(database);
            return new Job(result, inside, new Behind(auditBytes, undo));
        }
    }

    private static Run result(BenchDatabase database, Target target, Footprint footprint, double seconds) {
        double wal = footprint.wal();
        Run run = new Run(
                target.rows() / seconds,
                wal / target.rows(),
                footprint.tableGrowth(),
                footprint.indexGrowth(),
                footprint.hotShare(target.wrong()),
                footprint.walByKind());
        target.check(database);
        return run;
    }

    private static void row(Report.Table table, long size, long fillfactor, String what, List<Run> runs) {
        double megabyte = 1024 * 1024;
        table.row(
                size,
                fillfactor,
                what,
                spread(runs, "%.0f", Run::rowsPerSecond),
                spread(runs, "%.0f", Run::walPerRow),
                spread(runs, "%.0f", run -> run.tableGrowth() / megabyte),
                spread(runs, "%.0f", run -> run.indexGrowth() / megabyte),
                String.format(
                        Locale.ROOT, "%.0f %%", 100 * samples(runs, Run::hot).median()));
    }

    private static <T> String spread(List<T> rounds, String format, ToDoubleFunction<T> value) {
        return samples(rounds, value).spread(format);
    }

    private static <T> Samples samples(List<T> rounds, ToDoubleFunction<T> value) {
        assertThat(rounds).isNotEmpty();
        Samples samples = new Samples();
        rounds.forEach(round -> samples.add(value.applyAsDouble(round)));
        return samples;
    }
}
