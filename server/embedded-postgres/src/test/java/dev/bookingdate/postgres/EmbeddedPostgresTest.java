package dev.bookingdate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On folders that have seen a first start. */
@Tag("long")
class EmbeddedPostgresTest {

    @TempDir(factory = ReadyFolder.class)
    Path dataDir;

    @AfterEach
    void endWhatAFailureLeft() throws IOException {
        Servers.killLeftover(dataDir);
    }

    @Test
    void connect_isRefused_whenThePasswordIsWrong() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(
                                    postgres.address().jdbcUrl(),
                                    postgres.address().user(),
                                    "wrong")
                            .close())
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        }
    }

    @Test
    void data_survive_whenClosedAndStarted() throws Exception {
        String password;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            Servers.execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
            password = postgres.address().password();
        }
        assertThat(Servers.runs(dataDir)).isFalse();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(postgres.attached()).isFalse();
            assertThat(postgres.address().password()).isEqualTo(password);
            assertThat(Servers.query(postgres, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void close_keepsTheServer_whenThisJvmHasItOpenTwice() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(dataDir, Servers.SETTINGS);
        EmbeddedPostgres second = EmbeddedPostgres.start(dataDir, Servers.SETTINGS);
        assertThat(second.attached()).isTrue();
        assertThat(second.address().port()).isEqualTo(first.address().port());
        first.close();
        first.close();
        assertThat(Servers.query(second, "SELECT 1")).isEqualTo("1");
        second.close();
        assertThat(Servers.runs(dataDir)).isFalse();
    }

    @Test
    void server_runsAgain_whenItWasKilled_andIsKeptRunning() throws Exception {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(dataDir, Servers.SETTINGS).keepRunning()) {
            Servers.execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
            for (int time = 1; time <= 2; time++) {
                Servers.kill(dataDir);
                await().atMost(Duration.ofSeconds(20))
                        .ignoreExceptionsInstanceOf(SQLException.class)
                        .until(() -> Servers.query(postgres, "SELECT answer FROM kept"), "42"::equals);
            }
        }
        assertThat(Servers.runs(dataDir)).isFalse();
    }

    @Test
    void revive_startsTheServerOnce_andNotWhenClosed() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            Servers.kill(dataDir);
            assertThat(postgres.revive()).isTrue();
            assertThat(postgres.revive()).isFalse();
            postgres.close();
            assertThat(postgres.revive()).isFalse();
            assertThat(Servers.runs(dataDir)).isFalse();
        }
    }

    /** As with a second container, in which the number of the server's process is another program's or nobody's. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void start_refuses_whenAServerOutOfSightHasTheData(boolean foreign) throws Exception {
        assumeThat(Path.of("/usr/bin/flock")).exists();
        Path pidFile = dataDir.resolve("cluster/postmaster.pid");
        try (EmbeddedPostgres running = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            String itsPid = Files.readString(pidFile);
            long other = foreign ? ProcessHandle.current().pid() : Long.MAX_VALUE;
            Files.writeString(pidFile, itsPid.replaceFirst("[0-9]+", Long.toString(other)));
            assertThatThrownBy(() -> EmbeddedPostgres.start(dataDir, Servers.SETTINGS))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("another PostgreSQL runs on the data folder");
            assertThat(pidFile).exists();
            Files.writeString(pidFile, itsPid);
            assertThat(Servers.query(running, "SELECT 1")).isEqualTo("1");
        }
        try (EmbeddedPostgres next = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(next.attached()).isFalse();
        }
    }

    @Test
    void start_beginsAnew_whenAnInitdbWasKilled() throws Exception {
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
                            ServerProbe.url(postgres.address().port(), "postgres"),
                            postgres.address().user(),
                            postgres.address().password());
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
        Path program = dataDir.resolve("binaries-" + PostgresBinaries.VERSION).resolve("bin/postgres");
        Files.delete(program);
        Files.createFile(program);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(Servers.query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void start_refuses_whenThePasswordIsMissing() throws Exception {
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
}
