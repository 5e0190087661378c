package dev.bookingdate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.ConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Jobs that are created at one node, run on another, and are stopped at a random moment. */
final class StopTrials implements AutoCloseable {

    /**
     * One stop of a job that ran.
     *
     * @param answered milliseconds from the PUT that is sent to its answer
     * @param rest milliseconds from the PUT that is sent until another session sees the job STOPPED
     * @param working whether a chunk had committed before; else the job was still being counted
     */
    record Trial(double answered, double rest, boolean working) {}

    /** Past it a job that never comes to rest fails the run. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int TRIALS_PER_RESET = 10;
    private static final long LONGEST_RUN_MILLIS = 1_500;

    private final BackfillClient client;
    private final Connection watching;
    private final Connection user;
    private final JdbcClient jdbc;
    private final Random random;
    private int trials;

    /** @param asked the node that the calls are sent to */
    StopTrials(BenchDatabase database, NodeProcess asked, Random random) throws SQLException {
        this.client = asked.client();
        this.watching = database.dataSource().getConnection();
        this.user = database.dataSource().getConnection();
        this.user.setAutoCommit(false);
        this.jdbc = JdbcClient.create(new SingleConnectionDataSource(watching, true));
        this.random = random;
    }

    /**
     * Stops a job at any moment of one and a half seconds, which begin when it is created, or every other time with its
     * first chunk. Empty when nobody had begun it, or it had ended.
     */
    Optional<Trial> stopAnywhere() throws InterruptedException {
        restoreNowAndThen();
        String job = client.jobs().create().getJobId();
        if (trials % 2 == 0) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(this::isWorking);
        }
        pause();
        return stop(job);
    }

    /** Stops a job that waits for a row which a user has locked. */
    Trial stopWhileAUserHoldsARow() throws InterruptedException, SQLException {
        restoreNowAndThen();
        JdbcClient.create(new SingleConnectionDataSource(user, true))
                .sql("""
                        select charge_key from rate_plan_charge
                        where tenant_id = 1001 and entity_id = '00000000-0000-4000-8000-0000000000e1'
                          and charge_key % 5000 = 77
                        for update
                        """)
                .query(Long.class)
                .list();
        try {
            String job = client.jobs().create().getJobId();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> jdbc.sql("""
                                    select count(*) > 0 from pg_stat_activity
                                    where datname = current_database() and wait_event_type = 'Lock'
                                    """).query(Boolean.class).single());
            pause();
            return stop(job).orElseThrow();
        } finally {
            user.rollback();
        }
    }

    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_RUN_MILLIS));
    }

    private Optional<Trial> stop(String job) {
        long sent = System.nanoTime();
        try {
            client.jobs().stop(job);
        } catch (ConflictException e) {
            assertThat(status()).isEqualTo("COMPLETED");
            return Optional.empty();
        }
        double answered = millisSince(sent);
        while (!"STOPPED".equals(status())) {
            assertThat(System.nanoTime() - sent).isLessThan(PATIENCE.toNanos());
            // Often enough to tell, and seldom enough not to take a processor from those that are measured.
            LockSupport.parkNanos(500_000);
        }
        double rest = millisSince(sent);
        boolean begun = lastJob("started_on is not null", Boolean.class);
        return begun ? Optional.of(new Trial(answered, rest, isWorking())) : Optional.empty();
    }

    private boolean isWorking() {
        return jdbc.sql("""
                        select bool_or(chunk_no > 0) from backfill_progress
                        where job_id = (select job_id from backfill_job order by job_id desc limit 1)
                        """).query(Boolean.class).single();
    }

    private String status() {
        return lastJob("status", String.class);
    }

    private <T> T lastJob(String column, Class<T> type) {
        return jdbc.sql("select " + column + " from backfill_job order by job_id desc limit 1")
                .query(type)
                .single();
    }

    /** Else later jobs would find nothing to write where earlier ones have been. */
    private void restoreNowAndThen() {
        if (trials++ % TRIALS_PER_RESET > 0) {
            return;
        }
        jdbc.sql("""
                        with change as materialized (select * from backfill_change)
                        update rate_plan_charge c
                        set booking_date = a.previous_date
                        from change a
                        where c.tenant_id = a.tenant_id and c.entity_id = '00000000-0000-4000-8000-0000000000e1'
                          and c.charge_key = a.charge_key
                        """).update();
        jdbc.sql("truncate backfill_audit").update();
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    @Override
    public void close() throws SQLException {
        client.close();
        watching.close();
        user.close();
    }
}
