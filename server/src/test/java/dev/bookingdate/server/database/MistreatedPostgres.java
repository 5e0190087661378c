package dev.bookingdate.server.database;

import dev.bookingdate.postgres.EmbeddedPostgres;
import dev.bookingdate.postgres.EmbeddedPostgresSettings;
import dev.bookingdate.postgres.ReadyFolder;
import dev.bookingdate.postgres.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.util.FileSystemUtils;

/** A PostgreSQL of one run alone, which may be restarted in all the ways there are. Its port changes with a failover. */
public final class MistreatedPostgres implements AutoCloseable {

    private volatile Path directory;
    private volatile EmbeddedPostgres postgres;
    private int copies;

    private MistreatedPostgres(Path directory) {
        this.directory = directory;
        this.postgres = EmbeddedPostgres.start(directory, settings(freePort()));
    }

    public static MistreatedPostgres start(Path directory) {
        return new MistreatedPostgres(directory);
    }

    private static EmbeddedPostgresSettings settings(int port) {
        return new EmbeddedPostgresSettings(
                port, 200, "64MB", Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofSeconds(5));
    }

    /** Where it listens now. */
    public int port() {
        return postgres.address().port();
    }

    public String user() {
        return postgres.address().user();
    }

    public String password() {
        return postgres.address().password();
    }

    public String database() {
        return postgres.address().database();
    }

    /** A connection for each asking, to whichever server is the primary then. */
    public DataSource dataSource(String applicationName) {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return plain(applicationName).getConnection();
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return plain(applicationName).getConnection(user, password);
            }
        };
    }

    private DataSource plain(String applicationName) {
        PGSimpleDataSource plain = new PGSimpleDataSource();
        plain.setUrl(postgres.address().jdbcUrl());
        plain.setUser(user());
        plain.setPassword(password());
        plain.setApplicationName(applicationName);
        plain.setConnectTimeout(5);
        plain.setSocketTimeout(30);
        // What a run does to its nodes must not hit the run's own connections.
        plain.setOptions("-c default_transaction_read_only=off -c statement_timeout=0 -c lock_timeout=0"
                + " -c transaction_timeout=0 -c idle_in_transaction_session_timeout=0");
        return plain;
    }

    /**
     * Sets a setting that takes a restart, and restarts.
     *
     * @param value as it stands in SQL
     */
    public void configure(String setting, String value) {
        try {
            Servers.execute(postgres, "alter system set " + setting + " = " + value);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        restart("fast");
    }

    /**
     * Restarts.
     *
     * @param mode {@code fast} or {@code immediate}, as pg_ctl knows them
     */
    public void restart(String mode) {
        stop(mode);
        startAgain();
    }

    private void stop(String mode) {
        Servers.stop(directory, mode);
    }

    /** Kills the main process with signal 9, and what belongs to it. */
    public void kill() {
        try {
            Servers.kill(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * It gets a synchronous standby, which takes a restart, dies a while later, and the standby takes its place at another
     * port. Nothing stays of the one that died.
     *
     * @param meanwhile how long commits wait for the standby
     */
    public void failOver(Runnable meanwhile) throws IOException, SQLException {
        Path old = directory;
        Path copy = old.resolveSibling("postgres-" + ++copies);
        stop("fast");
        ReadyFolder.copy(old, copy);
        startAgain();
        EmbeddedPostgres dying = postgres;
        try (EmbeddedPostgres standby = Standby.follow(dying, copy, settings(freePort()))) {
            Standby.makeSynchronous(dying);
            meanwhile.run();
            Standby.failOver(old, standby);
            directory = copy;
            postgres = EmbeddedPostgres.start(copy, settings(standby.address().port()));
        } finally {
            if (postgres == dying) {
                Standby.waitForNames(dying, "");
            }
        }
        dying.close();
        FileSystemUtils.deleteRecursively(old);
    }

    /** Starts it, where it is not well. */
    public void startUnlessItAnswers() {
        try (Connection connection = dataSource("chaos").getConnection()) {
            if (connection.isValid(5)) {
                return;
            }
        } catch (SQLException e) {
            // It is down, or recovers.
        }
        startAgain();
    }

    /** Starts it, where it does not run; waits until it answers, where it does. */
    public void startAgain() {
        EmbeddedPostgres before = postgres;
        postgres = EmbeddedPostgres.start(directory, settings(before.address().port()));
        before.close();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
