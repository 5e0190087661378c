package dev.bookingdate.server.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** Whether this server can use a database. It looks before anything is changed there, and changes nothing itself. */
@Component
public final class Suitability {

    private static final int OLDEST_VERSION = 18;

    /** A pooler that shares sessions is caught the first time, unless others use it just then. */
    private static final int LOOKS = 8;

    private static final SqlFile RIGHTS = SqlFile.of(Suitability.class, "rights.sql");

    private final Pools pools;

    Suitability(Pools pools) {
        this.pools = pools;
    }

    /**
     * Refuses a database that this server can't use.
     *
     * @param flyway knows which tables have still to be made
     * @throws DatabaseRefusedException with what is wrong, and what to do
     */
    public void require(Flyway flyway) {
        try (HikariDataSource database = pools.unbounded()) {
            requireVersion(database);
            requireSessions(database);
            requireRights(database, flyway.info().pending().length > 0);
        } catch (SQLException e) {
            throw new IllegalStateException("The database can't be looked at", e);
        }
    }

    static void requireVersion(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST_VERSION) {
                throw new DatabaseRefusedException(
                        "The database is PostgreSQL " + connection.getMetaData().getDatabaseProductVersion()
                                + "; this server needs " + OLDEST_VERSION + " or newer.",
                        "Set SPRING_DATASOURCE_URL to a PostgreSQL " + OLDEST_VERSION + ", or upgrade this one.");
            }
        }
    }

    /** Two connections that are open at once have two sessions, and keep them. */
    static void requireSessions(DataSource database) throws SQLException {
        try (Connection one = database.getConnection();
                Connection other = database.getConnection()) {
            long session = session(one);
            for (int look = 0; look < LOOKS; look++) {
                if (session(other) == session || session(one) != session) {
                    throw new DatabaseRefusedException(
                            "A pooler in front of the database hands out its sessions by transaction or statement.",
                            "Set pool_mode=session in PgBouncer for this user and database, or connect to PostgreSQL itself:"
                                    + " this server listens for notices, and has settings and prepared statements in its"
                                    + " sessions.");
                }
            }
        }
    }

    private static long session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void requireRights(DataSource database, boolean migrates) throws SQLException {
        try (Connection connection = database.getConnection()) {
            JdbcClient.create(new SingleConnectionDataSource(connection, true))
                    .sql(RIGHTS.text())
                    .param("migrates", migrates)
                    .query((row, rowNumber) ->
                            new DatabaseRefusedException(row.getString("lack"), row.getString("remedy")))
                    .optional()
                    .ifPresent(refusal -> {
                        throw refusal;
                    });
        }
    }
}
