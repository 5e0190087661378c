package dev.bookingdate.server.charge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.postgresql.ds.PGSimpleDataSource;

/** A fresh database with the schema. TEMPORARY, until the room of the embedded PostgreSQL is there. */
final class TestDatabase {

    private static final int PORT = 54000 + (int) (ProcessHandle.current().pid() % 999);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Path SERVER = start();

    private TestDatabase() {}

    static DataSource create() {
        try {
            String name = "charge_" + DATABASES.incrementAndGet();
            try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            }
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(url(name));
            database.setUser("postgres");
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    InputStream schema =
                            TestDatabase.class.getResourceAsStream("/db/migration/V1__charges_jobs_and_callers.sql")) {
                statement.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
            }
            return database;
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("No database from " + SERVER, e);
        }
    }

    private static String url(String name) {
        return "jdbc:postgresql://127.0.0.1:" + PORT + "/" + name;
    }

    private static Path start() {
        try {
            Path home = Files.createTempDirectory("charge-test-pg");
            try (InputStream archive = TestDatabase.class.getResourceAsStream("/postgres-linux-x86_64.txz");
                    TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    Path file = home.resolve(entry.getName());
                    if (entry.isDirectory()) {
                        Files.createDirectories(file);
                    } else if (entry.isSymbolicLink()) {
                        Files.createDirectories(file.getParent());
                        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                    } else {
                        Files.createDirectories(file.getParent());
                        Files.copy(tar, file);
                        file.toFile().setExecutable((entry.getMode() & 0100) != 0);
                    }
                }
            }
            run(
                    home,
                    "unshare",
                    "-U",
                    "bin/initdb",
                    "-D",
                    "data",
                    "-U",
                    "postgres",
                    "-E",
                    "UTF8",
                    "--locale=C",
                    "-A",
                    "trust");
            Process server = new ProcessBuilder(
                            "unshare",
                            "-U",
                            "bin/postgres",
                            "-D",
                            "data",
                            "-p",
                            "" + PORT,
                            "-F",
                            "-c",
                            "listen_addresses=127.0.0.1",
                            "-c",
                            "unix_socket_directories=")
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.destroy();
                server.onExit().orTimeout(10, TimeUnit.SECONDS).join();
            }));
            for (int i = 0; i < 100; i++) {
                try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", "")) {
                    connection.isValid(1);
                    return home;
                } catch (SQLException e) {
                    Thread.sleep(100);
                }
            }
            throw new IllegalStateException("PostgreSQL does not answer: " + home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(Path home, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("See " + home.resolve("log"));
        }
    }
}
