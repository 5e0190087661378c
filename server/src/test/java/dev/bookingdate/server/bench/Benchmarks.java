package dev.bookingdate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** Runs the benchmark that {@code -Dbench=NAME} names. Only the profile {@code bench} looks for this class. */
class Benchmarks {

    private static final Map<String, Supplier<Benchmark>> KNOWN = new TreeMap<>(Map.of(
            "backfill", BackfillBenchmark::new,
            "export", ExportBenchmark::new,
            "failover", FailoverBenchmark::new,
            "http", HttpBenchmark::new,
            "neighbour", NeighbourBenchmark::new,
            "rivals", RivalsBenchmark::new,
            "scale", ScaleBenchmark::new,
            "stop", StopBenchmark::new,
            "stops-under-load", StopsUnderLoad::new));

    @Test
    void theOneThatIsNamed() throws Exception {
        String name = System.getProperty("bench", "");
        assertThat(KNOWN)
                .as("-Dbench=%s names no benchmark; there are: %s", name, String.join(", ", KNOWN.keySet()))
                .containsKey(name);
        // The tables are what is to be read.
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        Benchmark benchmark = KNOWN.get(name).get();
        Report report = new Report(name);
        try {
            assertTimeoutPreemptively(benchmark.limit(), () -> {
                benchmark.run(report);
                report.complete();
            });
        } finally {
            // What was measured before a failure is worth having.
            report.publish();
        }
    }
}
