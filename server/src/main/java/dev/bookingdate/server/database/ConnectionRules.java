package dev.bookingdate.server.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * What holds for every connection of this server and of its commands, whatever the settings or the database's defaults say.
 */
final class ConnectionRules implements BeanPostProcessor {

    /** What is answered with success outlives a crash, whatever the database or the role has by default. */
    private static final String DURABLE = "select set_config('synchronous_commit',"
            + " case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply' else 'on' end, false)";

    private final List<HikariDataSource> pools = new CopyOnWriteArrayList<>();

    /**
     * Gives these rules to a pool that has its settings already. Statements commit one by one unless there is a transaction,
     * and see what is committed when they begin: a stop, a chunk and an end are each one statement, and rely on both.
     */
    void holdFor(HikariDataSource pool) {
        pools.add(pool);
        pool.setAutoCommit(true);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        String own = pool.getConnectionInitSql();
        pool.setConnectionInitSql(own == null ? DURABLE : own + "; " + DURABLE);
        pool.getDataSourceProperties().putIfAbsent("tcpKeepAlive", "true");
        if (pool.getExceptionOverride() == null && pool.getExceptionOverrideClassName() == null) {
            pool.setExceptionOverride(new LeavesThePool(pools));
        }
    }

    /** Has each connection of the pool begin with {@code sql}, before what the settings say. */
    static void beginWith(String sql, HikariDataSource pool) {
        String before = pool.getConnectionInitSql();
        pool.setConnectionInitSql(before == null ? sql : sql + "; " + before);
    }

    /** Gives an answer up that does not come: the connection is broken then. */
    static void endSilence(Duration silence, HikariDataSource pool) {
        pool.getDataSourceProperties().putIfAbsent("socketTimeout", Long.toString(silence.toSeconds()));
    }

    /** Boot makes one pool by itself. */
    @java.lang.Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && name.equals("dataSource")) {
            holdFor(pool);
        }
        return bean;
    }

    /**
     * A connection to a database that can't do its work just now: another one may reach a database that can. Where an answer
     * did not come, or the database has become read-only, others are in the same case, in all pools: so that no caller has to
     * find out for each of them, those that are idle go as well.
     */
    private record LeavesThePool(List<HikariDataSource> pools) implements SQLExceptionOverride {

        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException failure) {
            if (failure.getCause() instanceof SocketTimeoutException || "25006".equals(failure.getSQLState())) {
                pools.stream()
                        .filter(HikariDataSource::isRunning)
                        .forEach(pool -> pool.getHikariPoolMXBean().softEvictConnections());
            }
            return OutOfOrder.says(failure)
                    ? SQLExceptionOverride.Override.MUST_EVICT
                    : SQLExceptionOverride.Override.CONTINUE_EVICT;
        }
    }
}
