package dev.bookingdate.server.database;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * A database of its own for each test class, on one embedded PostgreSQL for the whole run: the same program with the same
 * settings that the server starts. It stops when the JVM ends.
 */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final EmbeddedPostgres postgres;
    private final String name;
    private final HikariDataSource dataSource;

    private TestDatabase(EmbeddedPostgres postgres, String name) {
        this.postgres = postgres;
        this.name = name;
        this.dataSource = new HikariDataSource();
        dataSource.setJdbcUrl(url());
        dataSource.setUsername(user());
        dataSource.setPassword(password());
        dataSource.setMaximumPoolSize(12);
        dataSource.setMinimumIdle(0);
    }

    /** An empty database with all tables. */
    public static TestDatabase create() {
        TestDatabase database = createWithoutTables();
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        return database;
    }

    /** An empty database, for a server that brings its own tables. */
    public static TestDatabase createWithoutTables() {
        EmbeddedPostgres postgres = Shared.POSTGRES;
        // Another JVM may use the same server: the process id keeps names apart.
        String name = "test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
        execute(postgres, "create database " + name);
        return new TestDatabase(postgres, name);
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    public String url() {
        return postgres.jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
    }

    public String user() {
        return postgres.user();
    }

    public String password() {
        return postgres.password();
    }

    @Override
    public void close() {
        dataSource.close();
        execute(postgres, "drop database if exists " + name + " with (force)");
    }

    private static void execute(EmbeddedPostgres postgres, String sql) {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Shared {

        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(
                    Path.of("target", "test-postgres").toAbsolutePath(), EmbeddedPostgresSettings.defaults());
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "stop-test-postgres"));
            return postgres;
        }
    }
}
