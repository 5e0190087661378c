package dev.bookingdate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.server.engine.SharedJobQueue;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.Undo;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A job that is created over HTTP and runs to its end. */
final class WholeJob implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofHours(1);

    private final BenchDatabase database;
    private final BackfillClient client;
    private final Connection connection;

    WholeJob(BenchDatabase database, NodeProcess node) throws SQLException {
        this.database = database;
        this.client = node.client();
        this.connection = database.dataSource().getConnection();
        // The first call of a node is slow, and fetches a token.
        client.jobs().list(1).iterator().hasNext();
    }

    /** Returns how many seconds it took, from the POST that is sent until the job is COMPLETED. */
    double run() {
        JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        long began = System.nanoTime();
        client.jobs().create();
        awaitEnd(jdbc);
        return (System.nanoTime() - began) / 1e9;
    }

    /** Has a command undo the job, and returns how fast that was compared with it, from the first claim to the end of each. */
    double undo() {
        JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        JobKey backfill = jdbc.sql("select tenant_id, job_id from backfill_job")
                .query((row, number) -> new JobKey(row.getLong(1), row.getObject(2, UUID.class)))
                .single();
        JobKey undo =
                new Undo(database.dataSource(), new SharedJobQueue(database.dataSource())).begin(backfill, "bench");
        awaitEnd(jdbc);
        String seconds = "(select extract(epoch from ended_on - started_on) from backfill_job where job_id = ";
        return jdbc.sql("select " + seconds + ":backfill) / " + seconds + ":undo)")
                .param("backfill", backfill.jobId())
                .param("undo", undo.jobId())
                .query(Double.class)
                .single();
    }

    private static void awaitEnd(JdbcClient jdbc) {
        await().atMost(LONGEST)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> jdbc.sql("select count(*) = 0 from backfill_job where ended_on is null")
                        .query(Boolean.class)
                        .single());
    }

    /** Fails unless the job has completed, has looked at every charge, and has audited what it changed. */
    void check(Target target) {
        assertThat(database.number("select count(*) from backfill_job where status = 'COMPLETED'"))
                .isEqualTo(1);
        assertThat(database.number("select sum(records_processed) from backfill_progress"))
                .isEqualTo(target.rows());
        assertThat(database.number("select sum(records_updated) from backfill_progress"))
                .isEqualTo(target.wrong());
        assertThat(database.number("select count(*) from backfill_change")).isEqualTo(target.wrong());
    }

    @Override
    public void close() throws SQLException {
        client.close();
        connection.close();
    }
}
