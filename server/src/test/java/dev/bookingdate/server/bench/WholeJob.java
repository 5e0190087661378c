package dev.bookingdate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
        await().atMost(LONGEST)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> jdbc.sql("select count(*) = 0 from backfill_job where ended_on is null")
                        .query(Boolean.class)
                        .single());
        return (System.nanoTime() - began) / 1e9;
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
