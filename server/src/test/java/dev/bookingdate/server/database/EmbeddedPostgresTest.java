package dev.bookingdate.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    @TempDir(factory = UnderTarget.class)
    Path dataDir;

    @AfterEach
    void endWhatAFailureLeft() throws IOException {
        Servers.killLeftover(dataDir);
    }

    @Test
    void start_isDurableAndSafe_whenFirst() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(postgres.attached()).isFalse();
            Map<String, String> expected = Map.ofEntries(
                    Map.entry("fsync", "on"),
                    Map.entry("synchronous_commit", "on"),
                    Map.entry("full_page_writes", "on"),
                    Map.entry("data_checksums", "on"),
                    Map.entry("listen_addresses", "127.0.0.1"),
                    Map.entry("unix_socket_directories", ""),
                    Map.entry("password_encryption", "scram-sha-256"),
                    Map.entry("max_connections", "20"),
                    Map.entry("shared_buffers", "16MB"),
                    Map.entry("max_wal_size", "2GB"),
                    Map.entry("checkpoint_timeout", "15min"),
                    Map.entry("server_encoding", "UTF8"),
                    Map.entry("port", Integer.toString(postgres.port())),
                    Map.entry("server_version", PostgresBinaries.VERSION));
            for (Map.Entry<String, String> setting : expected.entrySet()) {
                assertThat(Servers.query(postgres, "SHOW " + setting.getKey()))
                        .as(setting.getKey())
                        .isEqualTo(setting.getValue());
            }
            // The driver sets its session's time zone, so the server's own is read.
            assertThat(Servers.query(postgres, "SELECT reset_val FROM pg_settings WHERE name = 'log_timezone'"))
                    .isEqualTo("UTC");
            assertThat(Servers.query(
                            postgres,
                            "SELECT setting FROM pg_file_settings WHERE lower(name) = 'timezone' AND applied"
                                    + " ORDER BY seqno DESC LIMIT 1"))
                    .isEqualTo("UTC");
            assertThat(Servers.query(postgres, "SELECT datlocale FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("C.UTF-8");
            assertThat(Servers.query(postgres, "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
        }
    }

    @Test
    void start_closesItsFilesToOthers() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(mode(dataDir)).isEqualTo("rwx------");
            assertThat(mode(dataDir.resolve("password"))).isEqualTo("rw-------");
            assertThat(mode(dataDir.resolve("postgres.log"))).isEqualTo("rw-------");
            assertThat(postgres.password()).hasSizeGreaterThanOrEqualTo(32);
            assertThat(Files.readString(dataDir.resolve("postgres.log"))).doesNotContain(postgres.password());
        }
    }

    @Test
    void connect_isRefused_whenThePasswordIsWrong() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "wrong")
                            .close())
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        }
    }

    @Test
    void data_survive_whenClosedAndStarted() throws Exception {
        String password;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            Servers.execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
            password = postgres.password();
        }
        assertThat(Servers.runs(dataDir)).isFalse();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(postgres.attached()).isFalse();
            assertThat(postgres.password()).isEqualTo(password);
            assertThat(Servers.query(postgres, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void close_keepsTheServer_whenThisJvmHasItOpenTwice() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(dataDir, Servers.SETTINGS);
        EmbeddedPostgres second = EmbeddedPostgres.start(dataDir, Servers.SETTINGS);
        assertThat(second.attached()).isTrue();
        assertThat(second.port()).isEqualTo(first.port());
        first.close();
        first.close();
        assertThat(Servers.query(second, "SELECT 1")).isEqualTo("1");
        second.close();
        assertThat(Servers.runs(dataDir)).isFalse();
    }

    @Test
    void start_beginsAnew_whenAnInitdbWasKilled() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(postgres.attached()).isFalse();
        }
        // What a killed first start leaves: a half folder, and no cluster.
        Path half = dataDir.resolve("cluster.half.tmp");
        Files.move(dataDir.resolve("cluster"), half);
        Files.delete(half.resolve("global/pg_control"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(Servers.query(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(half).doesNotExist();
        }
    }

    @Test
    void start_createsTheDatabase_whenAnEarlierStartDiedBeforeThat() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            try (var connection = DriverManager.getConnection(
                            ServerProbe.url(postgres.port(), "postgres"), postgres.user(), postgres.password());
                    var statement = connection.createStatement()) {
                statement.execute("DROP DATABASE " + DataDirectory.DATABASE);
            }
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(Servers.query(postgres, "SELECT current_database()")).isEqualTo(DataDirectory.DATABASE);
        }
    }

    @Test
    void start_unpacksAnew_whenAProgramIsDamaged() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(postgres.attached()).isFalse();
        }
        Path program = dataDir.resolve("binaries-" + PostgresBinaries.VERSION).resolve("bin/postgres");
        Files.write(program, new byte[0]);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(Servers.query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void start_refuses_whenTheDataAreOfAnotherMajorVersion() throws Exception {
        Files.createDirectories(dataDir.resolve("cluster"));
        Files.writeString(dataDir.resolve("start.lock"), "");
        Files.writeString(dataDir.resolve("password"), "irrelevant\n");
        Files.writeString(dataDir.resolve("cluster/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(dataDir, Servers.SETTINGS))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("data of PostgreSQL 17")
                .hasMessageContaining("pg_upgrade");
    }

    @Test
    void start_refuses_whenTheFolderIsSomebodyElses() throws Exception {
        Files.writeString(dataDir.resolve("letter.txt"), "mine");
        Files.setPosixFilePermissions(dataDir, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(dataDir, Servers.SETTINGS))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("neither empty nor one of ours");
        assertThat(mode(dataDir)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void start_refuses_whenThePasswordIsMissing() throws Exception {
        EmbeddedPostgres.start(dataDir, Servers.SETTINGS).close();
        Files.delete(dataDir.resolve("password"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(dataDir, Servers.SETTINGS))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("password is missing");
    }

    @Test
    void start_showsTheLogsEndAndNotThePassword_whenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(dataDir, Servers.SETTINGS.withPort(taken.getLocalPort())))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("could not bind")
                    .message()
                    .doesNotContain(
                            Files.readString(dataDir.resolve("password")).strip());
        }
        try (Stream<Path> users = Files.list(dataDir.resolve("users"))) {
            assertThat(users).as("a failed start registers nobody").isEmpty();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
