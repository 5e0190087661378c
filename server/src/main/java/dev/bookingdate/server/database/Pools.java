package dev.bookingdate.server.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Makes further connection pools to the server's database, whichever it is. What {@code spring.datasource.hikari} says counts
 * for each of them, but for the size and the waits of a pool, which are chosen for what the pool is for.
 */
@Component
public class Pools {

    /** Qualifies what has connections that only stops use. */
    public static final String STOP = "stop";

    /** Qualifies what has connections that let calls in: keys and clients, tokens and limits. */
    public static final String ACCESS = "access";

    /**
     * For connections whose statements walk along keys. The bounds of a statement decide its plan then, not a stale statistic: a
     * bitmap scan would fetch all rows of a young job, to sort them.
     */
    public static final String BY_INDEX = "set enable_seqscan = off; set enable_bitmapscan = off";

    /** What a chunk takes at most, besides its wait for locks. */
    private static final Duration CHUNK = Duration.ofSeconds(3);

    /** The database ends a statement before its silence is taken for a lost connection. */
    private static final Duration CANCEL = Duration.ofSeconds(1);

    /** How long a start waits for an answer: a busy database is no reason to give a start up. */
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);

    private static final String SETTINGS = "spring.datasource.hikari";

    /** How long the connections of a pool that is needed now and then stay: the shortest time that Hikari allows. */
    private static final Duration SHORT_IDLE = Duration.ofSeconds(10);

    private final JdbcConnectionDetails database;
    private final Binder settings;
    private final ConnectionRules rules;

    Pools(JdbcConnectionDetails database, Environment environment, ConnectionRules rules) {
        this.database = database;
        this.settings = Binder.get(environment);
        this.rules = rules;
    }

    /**
     * A pool for the statements of jobs, each of which takes a fraction of a second, and as long as it waits for locks.
     *
     * @param lockWait how long a statement waits for one lock
     * @param sql what each connection begins with
     */
    public HikariDataSource ofChunks(int size, Duration lockWait, String sql) {
        HikariDataSource pool = create("engine", size, Bounds.OF_SCHEDULER.connection());
        ConnectionRules.beginWith(
                sql + "; set lock_timeout = " + lockWait.toMillis() + "; set statement_timeout = "
                        + lockWait.plus(CHUNK).toMillis(),
                pool);
        ConnectionRules.endSilence(lockWait.plus(CHUNK).plus(CANCEL), pool);
        return pool;
    }

    /** A pool for claims and heartbeats. */
    public HikariDataSource ofScheduler(int size) {
        return create("scheduler", size, Bounds.OF_SCHEDULER);
    }

    /**
     * One connection for whoever keeps it for long; to be closed by {@link DataSources#close} where Spring does not.
     *
     * @param silence how long an answer is waited for
     */
    public DataSource ofOne(String name, Duration silence) {
        HikariDataSource pool = create(name, 1, Bounds.OF_SCHEDULER.connection());
        pool.setLeakDetectionThreshold(0);
        ConnectionRules.endSilence(silence, pool);
        return onDemand(pool);
    }

    /** A pool of a fixed size that connects at first use. */
    HikariDataSource create(String name, int size, Bounds bounds) {
        HikariDataSource pool = create(name, size, bounds.connection());
        bounds.holdFor(pool);
        return pool;
    }

    /** For what takes as long as it takes, such as a migration. */
    HikariDataSource unbounded() {
        HikariDataSource pool = create("migration", 4, FIRST_ANSWER.plus(Bounds.OF_SCHEDULER.connection()));
        pool.setValidationTimeout(FIRST_ANSWER.toMillis());
        // It is the first to connect: what is wrong is told at once.
        pool.setInitializationFailTimeout(1);
        return onDemand(pool);
    }

    private static HikariDataSource onDemand(HikariDataSource pool) {
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(SHORT_IDLE.toMillis());
        return pool;
    }

    private HikariDataSource create(String name, int size, Duration connectionWait) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.getJdbcUrl());
        pool.setUsername(database.getUsername());
        pool.setPassword(database.getPassword());
        settings.bind(SETTINGS, Bindable.ofInstance(pool));
        pool.setPoolName(name);
        pool.setMaximumPoolSize(size);
        pool.setConnectionTimeout(connectionWait.toMillis());
        pool.setValidationTimeout(1000);
        // Who comes first must not wait for the driver's own timeouts.
        pool.setInitializationFailTimeout(-1);
        rules.holdFor(pool);
        return pool;
    }
}
