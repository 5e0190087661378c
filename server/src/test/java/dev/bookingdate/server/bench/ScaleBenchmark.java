package dev.bookingdate.server.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The same job on more nodes, and a larger one on one: rows a second, and what the nodes need of memory. */
final class ScaleBenchmark implements Benchmark {

    /** What a job took on some nodes; memory in MB, of the node that needed most. */
    private record Run(double rowsPerSecond, double resident, double heap) {}

    private static final class Series {
        private final Samples rowsPerSecond = new Samples();
        private final Samples resident = new Samples();
        private final Samples heap = new Samples();

        void add(Run run) {
            rowsPerSecond.add(run.rowsPerSecond());
            resident.add(run.resident());
            heap.add(run.heap());
        }
    }

    private final List<Long> sizes = Option.numbers("bench.rows", "1000000,10000000,30000000");
    private final List<Long> nodes = Option.numbers("bench.nodes", "1,2,4");
    private final int rounds = Option.rounds();

    @Override
    public Duration limit() {
        return Duration.ofHours(6);
    }

    @Override
    public void run(Report report) throws Exception {
        report.setting("rounds", rounds);
        report.setting(
                "node", "a process with " + NodeProcess.HEAP + ", 2 threads; partitions of at least 250,000 charges");
        Report.Table byNodes =
                report.table("nodes", "charges", "rows/s", "÷ one node", "resident memory of a node MB", "its heap MB");
        Report.Table bySize = report.table(
                "charges", "nodes", "rows/s", "÷ the fewest charges", "resident memory of a node MB", "its heap MB");
        try (BenchPostgres postgres = BenchPostgres.start(report)) {
            Series fewest = null;
            for (long size : sizes) {
                try (BenchDatabase template = postgres.load(size, 90)) {
                    // The number of nodes matters where the job is short; how it grows is looked at on one node.
                    List<Long> counts = fewest == null ? nodes : nodes.subList(0, 1);
                    Map<Long, Series> all = rounds(report, postgres, template, counts);
                    Series one = all.get(counts.get(0));
                    if (fewest == null) {
                        fewest = one;
                        all.forEach((count, series) -> row(byNodes, count, size, series, one));
                    }
                    row(bySize, size, counts.get(0), one, fewest);
                }
            }
        }
    }

    private Map<Long, Series> rounds(Report report, BenchPostgres postgres, BenchDatabase template, List<Long> counts)
            throws Exception {
        Target target = Target.of(template);
        Map<Long, Series> all = new LinkedHashMap<>();
        counts.forEach(count -> all.put(count, new Series()));
        for (int round = 0; round < rounds; round++) {
            for (long count : counts) {
                Run run = once(postgres, template, target, count);
                all.get(count).add(run);
                report.round(Map.of("rows", target.rows(), "nodes", count, "round", round, "run", run));
            }
        }
        return all;
    }

    private static Run once(BenchPostgres postgres, BenchDatabase template, Target target, long count)
            throws Exception {
        List<NodeProcess> nodes = new ArrayList<>();
        Samples heaps = new Samples();
        ScheduledExecutorService gauge = Executors.newSingleThreadScheduledExecutor();
        try (BenchDatabase database = postgres.copy(template)) {
            try {
                for (int i = 0; i < count; i++) {
                    nodes.add(NodeProcess.start(database, "bookingdate.engine.partition-rows=250000"));
                }
                postgres.checkpoint();
                try (WholeJob job = new WholeJob(database, nodes.get(0))) {
                    var unused = gauge.scheduleWithFixedDelay(
                            () -> nodes.forEach(node -> heaps.add(heap(node))), 0, 2, TimeUnit.SECONDS);
                    double seconds = job.run();
                    gauge.shutdown();
                    double resident = nodes.stream()
                            .mapToDouble(node -> Machine.memory(node.pid(), "VmHWM"))
                            .max()
                            .orElseThrow();
                    job.check(target);
                    target.check(database);
                    return new Run(target.rows() / seconds, resident, heaps.max());
                }
            } finally {
                nodes.forEach(NodeProcess::close);
            }
        } finally {
            gauge.shutdownNow();
        }
    }

    private static double heap(NodeProcess node) {
        try {
            return node.metric("jvm_memory_used_bytes", "area=\"heap\"") / (1024 * 1024);
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static void row(Report.Table table, Object first, Object second, Series series, Series compared) {
        table.row(
                first,
                second,
                series.rowsPerSecond.spread("%.0f"),
                Report.number("%.2f", series.rowsPerSecond.median() / compared.rowsPerSecond.median()),
                series.resident.spread("%.0f"),
                series.heap.spread("%.0f"));
    }
}
