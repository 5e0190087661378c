package dev.bookingdate.server.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.bookingdate.postgres.EmbeddedPostgres;
import dev.bookingdate.postgres.EmbeddedPostgresSettings;
import dev.bookingdate.server.token.TestSigningKeys;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A database of its own for each test class, on one embedded PostgreSQL for the whole run: the same program that the server
 * starts, with the same settings but for durability and the number of connections. All JVMs of a run share it; the last one
 * stops it.
 */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final EmbeddedPostgres postgres;
    private final String name;
    private @Nullable HikariDataSource pool;

    private TestDatabase(EmbeddedPostgres postgres, String name) {
        this.postgres = postgres;
        this.name = name;
    }

    /** An empty database with all tables, and a signing key. */
    public static TestDatabase create() {
        return createOn(Shared.POSTGRES, "template " + Shared.TEMPLATE.name);
    }

    /** An empty database, for a server that brings its own tables. */
    public static TestDatabase createWithoutTables() {
        return createOn(Shared.POSTGRES, "");
    }

    private static TestDatabase createOn(EmbeddedPostgres postgres, String template) {
        // Another JVM may use the same server: the process id keeps names apart.
        String name = "test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
        execute(postgres, "create database " + name + " " + template);
        return new TestDatabase(postgres, name);
    }

    /** A pool, made when it is asked for first. */
    public synchronized HikariDataSource dataSource() {
        if (pool == null) {
            pool = new HikariDataSource();
            pool.setJdbcUrl(url());
            pool.setUsername(user());
            pool.setPassword(password());
            pool.setMaximumPoolSize(12);
            pool.setMinimumIdle(0);
        }
        return pool;
    }

    /** A connection for each asking, and no pool to close. */
    public DataSource plainDataSource() {
        PGSimpleDataSource plain = new PGSimpleDataSource();
        plain.setUrl(url());
        plain.setUser(user());
        plain.setPassword(password());
        return plain;
    }

    /** The server's own database, for what can't be done from within a test's. */
    public static DataSource shared() {
        return new DriverManagerDataSource(
                Shared.POSTGRES.address().jdbcUrl(),
                Shared.POSTGRES.address().user(),
                Shared.POSTGRES.address().password());
    }

    /**
     * Deletes all rows but the signing keys and restarts each sequence: where there are few rows, fifty times as quick as
     * {@code truncate}.
     */
    public void empty() {
        JdbcClient.create(dataSource()).sql("""
                        do $$
                        declare own oid;
                        begin
                            -- No order of tables has to be found, and no trigger looks on.
                            set local session_replication_role = replica;
                            for own in select oid from pg_class
                                where relnamespace = 'public'::regnamespace and relkind = 'r'
                                    and relname not in ('flyway_schema_history', 'engine_pulse', 'signing_key') loop
                                execute format('delete from %s', own::regclass);
                            end loop;
                            for own in select oid from pg_class
                                where relnamespace = 'public'::regnamespace and relkind = 'S' loop
                                execute format('alter sequence %s restart', own::regclass);
                            end loop;
                        end $$""").update();
    }

    public String name() {
        return name;
    }

    public String url() {
        return postgres.address().jdbcUrl(name);
    }

    public String user() {
        return postgres.address().user();
    }

    public String password() {
        return postgres.address().password();
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
        execute(postgres, "drop database if exists " + name + " with (force)");
    }

    private static void execute(EmbeddedPostgres postgres, String sql) {
        try (Connection connection = DriverManager.getConnection(
                        postgres.address().jdbcUrl(),
                        postgres.address().user(),
                        postgres.address().password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Databases of test runs that have ended. */
    private static void dropLeftovers(EmbeddedPostgres postgres) {
        JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(
                postgres.address().jdbcUrl(),
                postgres.address().user(),
                postgres.address().password()));
        jdbc.sql("select datname from pg_database where datname like 'test\\_%'").query(String.class).stream()
                .filter(name ->
                        ProcessHandle.of(Long.parseLong(name.split("_")[1])).isEmpty())
                .toList()
                .forEach(name -> execute(postgres, "drop database if exists " + name + " with (force)"));
    }

    private static final class Shared {

        /** For all forks of a run together. */
        static final EmbeddedPostgresSettings SETTINGS = new EmbeddedPostgresSettings(
                0, 300, "256MB", Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(5));

        static final EmbeddedPostgres POSTGRES = start();
        static final TestDatabase TEMPLATE = template();

        private static TestDatabase template() {
            TestDatabase template = TestDatabase.createOn(POSTGRES, "");
            Flyway.configure().dataSource(template.plainDataSource()).load().migrate();
            // Once for all servers of this JVM: each would else spend a second to make its own.
            TestSigningKeys.makeFirst(template.plainDataSource());
            return template;
        }

        private static EmbeddedPostgres start() {
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(Path.of("target", "test-postgres").toAbsolutePath(), SETTINGS);
            // What tests write need not outlive the machine: dropping a database waits for all its files otherwise.
            execute(postgres, "alter system set fsync = off");
            execute(postgres, "alter system set full_page_writes = off");
            execute(postgres, "select pg_reload_conf()");
            // Each new connection hashes the password that many times. The lock, since two JVMs that change a role at
            // the same
            // time fail; it ends with the connection.
            execute(
                    postgres,
                    "select pg_advisory_lock(1); set scram_iterations = 1; alter role "
                            + postgres.address().user() + " password '"
                            + postgres.address().password() + "'");
            dropLeftovers(postgres);
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "stop-test-postgres"));
            return postgres;
        }
    }
}
