package dev.bookingdate.server.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Runs of Spring Batch that are stopped at a random moment. */
final class RivalStops implements AutoCloseable {

    /**
     * One stop.
     *
     * @param rest milliseconds from the call until another session sees the run at rest
     * @param outcome STOPPED when it went as it should, else what happened
     */
    record Trial(double rest, String outcome) {

        boolean clean() {
            return outcome.equals("STOPPED");
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long LONGEST_RUN_MILLIS = 1_500;

    private final BatchRival rival;
    private final Connection watching;
    private final JdbcClient jdbc;
    private final Random random;

    RivalStops(BenchDatabase database, BatchRival rival, Random random) throws SQLException {
        this.rival = rival;
        this.watching = database.dataSource().getConnection();
        this.jdbc = JdbcClient.create(new SingleConnectionDataSource(watching, true));
        this.random = random;
    }

    Trial stopAnywhere() throws Exception {
        long execution = rival.start().getId();
        TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_RUN_MILLIS));
        long called = System.nanoTime();
        String threw = stop(execution);
        for (int again = 0; !isAtRest(execution); again++) {
            long elapsed = System.nanoTime() - called;
            if (elapsed > PATIENCE.toNanos()) {
                return new Trial(elapsed / 1e6, "never at rest");
            }
            // Who was refused asks again, so that the next run can begin.
            if (!threw.isEmpty() && again % 200 == 199) {
                stop(execution);
            }
            LockSupport.parkNanos(500_000);
        }
        return new Trial((System.nanoTime() - called) / 1e6, threw.isEmpty() ? status(execution) : threw);
    }

    /** Empty when it did not throw. */
    private String stop(long execution) {
        try {
            return rival.stop(execution) ? "" : "refused";
        } catch (Exception e) {
            return "threw " + e.getClass().getSimpleName();
        }
    }

    private boolean isAtRest(long execution) {
        return switch (status(execution)) {
            case "STARTING", "STARTED", "STOPPING" -> false;
            default -> true;
        };
    }

    private String status(long execution) {
        return jdbc.sql("select status from batch_job_execution where job_execution_id = :id")
                .param("id", execution)
                .query(String.class)
                .single();
    }

    @Override
    public void close() throws SQLException {
        watching.close();
    }
}
