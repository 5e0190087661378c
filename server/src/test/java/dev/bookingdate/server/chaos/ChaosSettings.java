package dev.bookingdate.server.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How a run goes.
 *
 * @param seeds one part of the run for each
 * @param duration of each part, without its start and its check
 * @param nodes how many server processes; 0 for 1 to 4, by the seed
 * @param charges how many a lane has
 * @param longestFreeze how long a node stays frozen at most
 * @param restBound how soon a job must be at rest or moving again
 * @param directory where history, logs and report go
 */
record ChaosSettings(
        List<Long> seeds,
        Duration duration,
        int nodes,
        int charges,
        Duration longestFreeze,
        Duration restBound,
        Path directory) {

    /** From {@code -Dchaos.seed=7} or {@code 1..20}, {@code -Dchaos.minutes=60} for all seeds together, and more. */
    static ChaosSettings fromProperties() {
        List<Long> seeds = seeds(System.getProperty("chaos.seed", "1"));
        double minutes = Double.parseDouble(System.getProperty("chaos.minutes", "2"));
        return new ChaosSettings(
                seeds,
                Duration.ofMillis((long) (minutes * 60_000 / seeds.size())),
                Integer.getInteger("chaos.nodes", 0),
                Integer.getInteger("chaos.charges", 15_000),
                Duration.ofSeconds(Long.getLong("chaos.freeze.seconds", 30)),
                Duration.ofSeconds(Long.getLong("chaos.rest.seconds", 10)),
                Path.of("target", "chaos").toAbsolutePath());
    }

    static List<Long> seeds(String text) {
        String[] ends = text.split("\\.\\.", 2);
        long first = Long.parseLong(ends[0].strip());
        long last = ends.length == 1 ? first : Long.parseLong(ends[1].strip());
        if (last < first) {
            throw new IllegalArgumentException("chaos.seed=" + text + " names no seed");
        }
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
