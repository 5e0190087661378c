package dev.bookingdate.server.bench;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** What a backfill costs in the database, between two moments: log, growth of the table, and the share of HOT updates. */
final class Footprint {

    private static final String LSN = "select cast(pg_current_wal_insert_lsn() - '0/0'::pg_lsn as bigint)";
    private static final String TABLE = "select pg_table_size('rate_plan_charge')";
    private static final String INDEXES = "select pg_indexes_size('rate_plan_charge')";

    private final BenchDatabase database;
    private final long lsn;
    private final long table;
    private final long indexes;

    private Footprint(BenchDatabase database, long lsn, long table, long indexes) {
        this.database = database;
        this.lsn = lsn;
        this.table = table;
        this.indexes = indexes;
    }

    static Footprint begin(BenchDatabase database) {
        return new Footprint(database, database.number(LSN), database.number(TABLE), database.number(INDEXES));
    }

    /** In bytes: taken first, since later questions may write as well. */
    long wal() {
        return database.number(LSN) - lsn;
    }

    /** In bytes. */
    long tableGrowth() {
        return database.number(TABLE) - table;
    }

    long indexGrowth() {
        return database.number(INDEXES) - indexes;
    }

    /** The share of {@code updates} that were HOT; a session tells what it did a second later. */
    double hotShare(long updates) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> statistic("n_tup_upd") >= updates);
        return (double) statistic("n_tup_hot_upd") / statistic("n_tup_upd");
    }

    private long statistic(String column) {
        return database.number("select " + column + " from pg_stat_user_tables where relname = 'rate_plan_charge'");
    }
}
