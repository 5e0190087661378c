package dev.bookingdate.server.retention;

import dev.bookingdate.server.job.JobKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Deletes what is too old, in the background: on every node, but on one at a time. Small statements with a pause between, so
 * that a large audit takes a while and nobody notices. Any node can resume an interrupted round.
 */
final class Retention implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /** How many jobs one statement locks at most. */
    private static final int JOBS = 100;

    private static final long STOP_MILLIS = 5_000;

    private final ConnectionSource database;
    private final IntSupplier forgetKeys;
    private final RetentionProperties properties;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "retention");

    /**
     * @param database gives a connection that is closed after the round
     * @param forgetKeys deletes some answers that are too old, and tells how many
     */
    Retention(ConnectionSource database, IntSupplier forgetKeys, RetentionProperties properties) {
        this.database = database;
        this.forgetKeys = forgetKeys;
        this.properties = properties;
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        while (isToGoOn(properties.interval())) {
            try {
                round();
            } catch (SQLException | RuntimeException e) {
                log.info(
                        "What is too old could not be deleted to the end, and will be: {}",
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            }
        }
    }

    /** Deletes what is too old, unless another node is at it. */
    void round() throws SQLException {
        try (Connection connection = database.open()) {
            RetentionStatements statements = new RetentionStatements(new SingleConnectionDataSource(connection, true));
            if (!statements.lock()) {
                return;
            }
            if (!properties.audit().isZero()) {
                repeat(() -> statements.expire(properties.audit(), JOBS), JOBS);
            }
            long rows = deleteAudits(statements);
            long jobs =
                    properties.jobs().isZero() ? 0 : repeat(() -> statements.deleteJobs(properties.jobs(), JOBS), JOBS);
            long keys = repeat(forgetKeys, 1);
            if (rows + jobs + keys > 0) {
                log.info("Deleted what was too old: changes={} jobs={} keys={}", rows, jobs, keys);
            }
        }
    }

    private long deleteAudits(RetentionStatements statements) {
        long rows = 0;
        for (Optional<JobKey> job = statements.nextExpired(); job.isPresent(); job = statements.nextExpired()) {
            for (Deletion next : List.<Deletion>of(statements::deleteAudit, statements::deleteFailures)) {
                Optional<DeletedRange> range = next.delete(job.get(), 0, properties.rows());
                while (range.isPresent()) {
                    rows += range.get().records();
                    if (!isToGoOn(properties.pause())) {
                        return rows;
                    }
                    range = next.delete(job.get(), range.get().lastKey(), properties.rows());
                }
            }
            statements.auditRemoved(job.get());
            if (!isToGoOn(properties.pause())) {
                return rows;
            }
        }
        return rows;
    }

    /** Goes on as long as a statement finds as much as it may, or at least {@code enough}. */
    private long repeat(IntSupplier statement, int enough) {
        long sum = 0;
        int found;
        do {
            found = statement.getAsInt();
            sum += found;
        } while (found >= enough && isToGoOn(properties.pause()));
        return sum;
    }

    private boolean isToGoOn(Duration pause) {
        try {
            return !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Never interrupts: an interrupt within the driver breaks the connection. */
    @Override
    public void stop() {
        closed.countDown();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Deletes the next rows of a job, behind a key. */
    private interface Deletion {
        Optional<DeletedRange> delete(JobKey job, long after, int rows);
    }

    /** Opens a connection of its own. */
    interface ConnectionSource {
        Connection open() throws SQLException;
    }
}
