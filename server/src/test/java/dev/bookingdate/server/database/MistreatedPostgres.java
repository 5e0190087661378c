package dev.bookingdate.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of one run alone, which may be restarted in all the ways there are. It keeps its port. */
public final class MistreatedPostgres implements AutoCloseable {

    private final Path directory;
    private final EmbeddedPostgresSettings settings;
    private EmbeddedPostgres postgres;

    private MistreatedPostgres(Path directory, EmbeddedPostgresSettings settings) {
        this.directory = directory;
        this.settings = settings;
        this.postgres = EmbeddedPostgres.start(directory, settings);
    }

    public static MistreatedPostgres start(Path directory) {
        return new MistreatedPostgres(
                directory,
                new EmbeddedPostgresSettings(
                        freePort(),
                        200,
                        "64MB",
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5)));
    }

    public int port() {
        return settings.port();
    }

    public String user() {
        return postgres.user();
    }

    public String password() {
        return postgres.password();
    }

    public String database() {
        return DataDirectory.DATABASE;
    }

    /** A connection for each asking. */
    public DataSource dataSource(String applicationName) {
        PGSimpleDataSource plain = new PGSimpleDataSource();
        plain.setUrl(postgres.jdbcUrl());
        plain.setUser(user());
        plain.setPassword(password());
        plain.setApplicationName(applicationName);
        plain.setConnectTimeout(5);
        plain.setSocketTimeout(30);
        // Where a run makes it read-only, that is for its nodes.
        plain.setOptions("-c default_transaction_read_only=off");
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
        PostgresProgram.Result stopped = program()
                .run(
                        Duration.ofSeconds(40),
                        "pg_ctl",
                        List.of(
                                "stop",
                                "--wait",
                                "--silent",
                                "--mode=" + mode,
                                "--timeout=30",
                                "--pgdata=" + cluster()));
        if (!stopped.succeeded()) {
            throw new IllegalStateException(stopped.output());
        }
        startAgain();
    }

    /** Kills the main process with signal 9; what it leaves behind goes a moment later, as it has to before a start. */
    public void kill() {
        try {
            ProcessHandle postmaster =
                    ProcessHandle.of(Servers.postmaster(directory).pid()).orElseThrow();
            List<ProcessHandle> backends = postmaster.children().toList();
            postmaster.destroyForcibly();
            postmaster.onExit().orTimeout(10, TimeUnit.SECONDS).join();
            backends.forEach(ProcessHandle::destroyForcibly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        postgres = EmbeddedPostgres.start(directory, settings);
        before.close();
    }

    private String cluster() {
        try {
            return Servers.cluster(directory).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PostgresProgram program() {
        DataDirectory folder = DataDirectory.open(directory);
        return new PostgresProgram(
                new PostgresBinaries(
                                folder, PostgresPlatform.current().archive(MistreatedPostgres.class.getClassLoader()))
                        .unpacked(),
                RootUser.commandPrefix());
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
