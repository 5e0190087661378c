package dev.bookingdate.server.http;

import static dev.bookingdate.server.http.TestServer.JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.database.TestDatabase;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Measures what the limits cost a call, in turns with a server without them. Not a test of its own:
 * {@code ./mvnw -pl server -am test -Dtest=LimitsBenchmark -Dsurefire.failIfNoSpecifiedTests=false} prints a table.
 */
class LimitsBenchmark {

    private static final int CALLERS = 8;
    private static final int CALLS = Integer.getInteger("bench.calls", 2_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 12);

    @Test
    void callsPerSecond() {
        try (TestDatabase database = TestDatabase.create();
                // The default's slices, and a quota that the run does not use up.
                TestServer limited = TestServer.start(
                        database, "logging.level.root=warn", "bookingdate.limits.calls-per-minute=50000");
                TestServer unlimited =
                        TestServer.start(database, "logging.level.root=warn", "bookingdate.limits.enabled=false")) {
            String token = limited.tokenOfNewTenant(4000);
            double[] with = new double[ROUNDS];
            double[] without = new double[ROUNDS];
            round(limited, token);
            round(unlimited, token);
            for (int i = 0; i < ROUNDS; i++) {
                // Each goes first every other time.
                if (i % 2 == 0) {
                    with[i] = round(limited, token);
                }
                without[i] = round(unlimited, token);
                if (i % 2 == 1) {
                    with[i] = round(limited, token);
                }
            }
            double[] ratios = IntStream.range(0, ROUNDS)
                    .mapToDouble(i -> with[i] / without[i])
                    .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%n| %d rounds of %d calls by %d callers | without limits | with | ratio (p10–p90) |%n|---|---|---|---|%n"
                            + "| calls/s, median | %.0f | %.0f | %.3f (%.3f–%.3f) |%n%n",
                    ROUNDS,
                    CALLS,
                    CALLERS,
                    percentile(without, 50),
                    percentile(with, 50),
                    percentile(ratios, 50),
                    percentile(ratios, 10),
                    percentile(ratios, 90));
        }
    }

    private static double round(TestServer server, String token) {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            HttpRequest request = server.request(JOBS + "?pageSize=1")
                    .header("Authorization", "Bearer " + token)
                    .header("Zuora-Entity-Ids", "00000000-0000-4000-8000-0000000000e3")
                    .build();
            long before = System.nanoTime();
            List<CompletableFuture<Void>> running = IntStream.range(0, CALLERS)
                    .mapToObj(caller -> CompletableFuture.runAsync(
                            () -> {
                                for (int call = 0; call < CALLS / CALLERS; call++) {
                                    assertThat(server.send(request).statusCode())
                                            .isEqualTo(200);
                                }
                            },
                            callers))
                    .toList();
            running.forEach(CompletableFuture::join);
            return CALLS * 1e9 / (System.nanoTime() - before);
        } finally {
            callers.shutdown();
        }
    }

    private static double percentile(double[] values, int percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
    }
}
