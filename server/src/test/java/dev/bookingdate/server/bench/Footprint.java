package dev.bookingdate.server.bench;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a backfill costs in the database, between two moments: log, growth of the table, and the share of HOT updates. */
final class Footprint {

    private static final String LSN = "select cast(pg_current_wal_insert_lsn() - '0/0'::pg_lsn as bigint)";
    private static final String TABLE = "select pg_table_size('rate_plan_charge')";
    private static final String INDEXES = "select pg_indexes_size('rate_plan_charge')";

    private static final long MOST_TO_LOOK_INTO = 1_500_000_000;

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

    /**
     * Bytes of the log by kind of record, most first; whole pages, which are logged at the first change after a checkpoint,
     * by themselves. Empty where there is so much that the server has recycled the beginning.
     */
    Map<String, Long> walByKind() {
        Map<String, Long> kinds = new LinkedHashMap<>();
        if (wal() > MOST_TO_LOOK_INTO) {
            return kinds;
        }
        JdbcClient jdbc = BenchDatabase.ofServer(database.postgres()).jdbc();
        jdbc.sql("create extension if not exists pg_walinspect").update();
        jdbc.sql("""
                        with kind as (
                            select "resource_manager/record_type" as name, record_size, fpi_size
                            from pg_get_wal_stats('0/0'::pg_lsn + :from, pg_current_wal_flush_lsn(), true))
                        select name, cast(record_size as bigint) from kind where record_size > 0
                        union all
                        select 'whole pages of ' || name, cast(fpi_size as bigint) from kind where fpi_size > 0
                        order by 2 desc
                        limit 12
                        """)
                .param("from", lsn)
                .query((row, rowNumber) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .forEach(kind -> kinds.put(kind.getKey(), kind.getValue()));
        return kinds;
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
