package dev.bookingdate.server.database;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** What the tests do to servers from outside. */
final class Servers {

    static final EmbeddedPostgresSettings SETTINGS = new EmbeddedPostgresSettings(
            0, 20, "16MB", Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofSeconds(2));

    private Servers() {}

    static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static Path cluster(Path dataDir) throws IOException {
        return dataDir.toRealPath().resolve("cluster");
    }

    static Postmaster postmaster(Path dataDir) throws IOException {
        return Postmaster.read(cluster(dataDir)).orElseThrow();
    }

    static boolean runs(Path dataDir) throws IOException {
        return Postmaster.read(cluster(dataDir)).filter(Postmaster::isAlive).isPresent();
    }

    static void signal(String name, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder(List.of("kill", "-" + name, Long.toString(pid)))
                .inheritIO()
                .start();
        if (!kill.waitFor(5, SECONDS) || kill.exitValue() != 0) {
            throw new IOException("kill -" + name + " " + pid + " failed");
        }
    }

    /** Kills a server with signal 9, and what belongs to it. */
    static void kill(Path dataDir) throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(postmaster(dataDir).pid()).orElseThrow();
        List<ProcessHandle> backends = postmaster.children().toList();
        postmaster.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
        postmaster.onExit().orTimeout(10, SECONDS).join();
    }

    /** Ends what a failed test has left: only the postmaster of that very folder. */
    static void killLeftover(Path dataDir) throws IOException {
        if (runs(dataDir)) {
            ProcessHandle process = ProcessHandle.of(postmaster(dataDir).pid()).orElseThrow();
            process.destroyForcibly();
            process.onExit().orTimeout(10, SECONDS).join();
        }
    }
}
