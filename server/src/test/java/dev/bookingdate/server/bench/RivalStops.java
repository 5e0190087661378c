package dev.bookingdate.server.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs of Spring Batch that are stopped at a random moment. */
final class RivalStops {

    /**
     * One stop.
     *
     * @param rest milliseconds from the call until another session sees the run at rest
     * @param outcome STOPPED when it went as it should, else what happened
     */
    record Trial(double rest, String outcome) {}

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long LONGEST_RUN_MILLIS = 1_500;

    private final BatchRival rival;
    private final Random random;

    RivalStops(BatchRival rival, Random random) {
        this.rival = rival;
        this.random = random;
    }

    /** Stops a run at any moment of its first one and a half seconds. Empty when it had ended before. */
    Optional<Trial> stopAnywhere() throws Exception {
        long execution = rival.start();
        TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_RUN_MILLIS));
        if (rival.isAtRest(execution)) {
            return Optional.empty();
        }
        long called = System.nanoTime();
        String threw = stop(execution);
        for (int again = 0; !rival.isAtRest(execution); again++) {
            long elapsed = System.nanoTime() - called;
            if (elapsed > PATIENCE.toNanos()) {
                return Optional.of(new Trial(elapsed / 1e6, "never at rest"));
            }
            // Who was refused asks again, so that the next run can begin.
            if (!threw.isEmpty() && again % 200 == 199) {
                stop(execution);
            }
            LockSupport.parkNanos(500_000);
        }
        double rest = (System.nanoTime() - called) / 1e6;
        return Optional.of(new Trial(rest, threw.isEmpty() ? rival.status(execution) : threw));
    }

    /** Empty when it did not throw. */
    private String stop(long execution) {
        try {
            return rival.stop(execution) ? "" : "refused";
        } catch (Exception e) {
            return "threw " + e.getClass().getSimpleName();
        }
    }
}
