package dev.bookingdate.server.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

/** Makes further connection pools to the server's database, whichever it is. */
@Component
public class Pools {

    /** Qualifies what has connections that only stops use. */
    public static final String STOP = "stop";

    /** Qualifies what has connections that let calls in: keys and clients, tokens and limits. */
    public static final String ACCESS = "access";

    private final JdbcConnectionDetails database;

    Pools(JdbcConnectionDetails database) {
        this.database = database;
    }

    /** A connection outside any pool, for whoever keeps it as long as the server runs. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(database.getJdbcUrl(), database.getUsername(), database.getPassword());
    }

    /**
     * A pool for the chunks of jobs, which take as long as they take.
     *
     * @param lockWait how long a statement waits for one lock
     * @param sql what each connection begins with
     */
    public HikariDataSource ofChunks(int size, Duration lockWait, String sql) {
        HikariDataSource pool = create("engine", size, Bounds.OF_SCHEDULER.connection());
        pool.setConnectionInitSql(sql + "; set lock_timeout = " + lockWait.toMillis());
        return pool;
    }

    /** A pool for claims and heartbeats. */
    public HikariDataSource ofScheduler(int size) {
        return create("scheduler", size, Bounds.OF_SCHEDULER);
    }

    /** A pool of a fixed size that connects at first use. */
    HikariDataSource create(String name, int size, Bounds bounds) {
        HikariDataSource pool = create(name, size, bounds.connection());
        bounds.holdFor(pool);
        return pool;
    }

    /** A connection for each asking, without a bound: for what takes as long as it takes, such as a migration. */
    DataSource unbounded() {
        DriverManagerDataSource connections = new DriverManagerDataSource();
        connections.setUrl(database.getJdbcUrl());
        connections.setUsername(database.getUsername());
        connections.setPassword(database.getPassword());
        return connections;
    }

    private HikariDataSource create(String name, int size, Duration connectionWait) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(database.getJdbcUrl());
        pool.setUsername(database.getUsername());
        pool.setPassword(database.getPassword());
        pool.setMaximumPoolSize(size);
        pool.setConnectionTimeout(connectionWait.toMillis());
        pool.setValidationTimeout(Math.min(1000, connectionWait.toMillis()));
        // Who comes first must not wait for the driver's own timeouts.
        pool.setInitializationFailTimeout(-1);
        return pool;
    }
}
