package dev.bookingdate.server.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import javax.sql.DataSource;

/** What can be done with a data source whose kind is not known. */
public final class DataSources {

    private DataSources() {}

    /** Ends a connection, also for the thread that waits for an answer on it; a pool makes another one in its place. */
    public static void discard(DataSource database, Connection connection) {
        if (database instanceof HikariDataSource pool) {
            pool.evictConnection(connection);
        }
    }

    /**
     * Closes a data source that can be closed; any other is left as it is.
     *
     * @throws IllegalStateException when closing it fails
     */
    public static void close(DataSource database) {
        if (database instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("The database can't be closed", e);
            }
        }
    }
}
