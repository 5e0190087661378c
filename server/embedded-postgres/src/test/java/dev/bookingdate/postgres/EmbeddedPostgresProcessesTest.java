package dev.bookingdate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, some of which die. Linux only, as the signals are. */
@Tag("long")
class EmbeddedPostgresProcessesTest {

    @TempDir(factory = ReadyFolder.class)
    Path dataDir;

    @AfterEach
    void endWhatAFailureLeft() throws IOException {
        Servers.killLeftover(dataDir);
    }

    @Test
    void start_attaches_whenTheStarterWasKilled() throws Exception {
        long postmaster;
        try (ChildJvm child = ChildJvm.launch(dataDir)) {
            assertThat(child.report().attached()).isFalse();
            postmaster = Servers.postmaster(dataDir).pid();
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
                Servers.execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
            }
            child.kill();
        }
        assertThat(Servers.runs(dataDir)).as("the server outlives its starter").isTrue();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(postgres.attached()).isTrue();
            assertThat(Servers.postmaster(dataDir).pid()).isEqualTo(postmaster);
            assertThat(Servers.query(postgres, "SELECT answer FROM kept")).isEqualTo("42");
        }
        assertThat(Servers.runs(dataDir))
                .as("the killed process counts no more")
                .isFalse();
    }

    @Test
    void close_keepsTheServerUntilTheLast_whenTwoProcessesShareIt() throws Exception {
        try (ChildJvm child = ChildJvm.launch(dataDir)) {
            int port = child.report().port();
            EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS);
            assertThat(postgres.attached()).isTrue();
            assertThat(postgres.address().port()).isEqualTo(port);
            child.closePostgres();
            assertThat(Servers.query(postgres, "SELECT 1")).isEqualTo("1");
            postgres.close();
            assertThat(Servers.runs(dataDir)).isFalse();
        }
    }

    @Test
    void close_keepsTheServer_whenAnotherProcessIsLeft() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS);
        try (ChildJvm child = ChildJvm.launch(dataDir)) {
            assertThat(child.report().attached()).isTrue();
            postgres.close();
            assertThat(Servers.runs(dataDir)).isTrue();
            child.closePostgres();
            assertThat(Servers.runs(dataDir)).isFalse();
        }
    }

    @Test
    void start_startsAnew_whenThePidFileNamesAnotherProgram() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "600").start();
        try {
            writePidFile(sleeper.pid());
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
                assertThat(postgres.attached()).isFalse();
                assertThat(sleeper.isAlive()).isTrue();
                assertThat(Servers.query(postgres, "SELECT 1")).isEqualTo("1");
            }
        } finally {
            sleeper.destroyForcibly().waitFor();
        }
    }

    @Test
    void start_startsAnew_whenThePidFileNamesTheServerOfAnotherFolder(
            @TempDir(factory = ReadyFolder.class) Path otherDir) throws Exception {
        try (EmbeddedPostgres other = EmbeddedPostgres.start(otherDir, Servers.SETTINGS)) {
            writePidFile(Servers.postmaster(otherDir).pid());
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
                assertThat(postgres.attached()).isFalse();
                assertThat(postgres.address().port())
                        .isNotEqualTo(other.address().port());
            }
            assertThat(Servers.query(other, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void start_startsAnew_whenThePidFileNamesNobody() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        writePidFile(dead.pid());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(postgres.attached()).isFalse();
        }
    }

    @Test
    void start_startsAnew_whenThePidFileIsEmpty() throws Exception {
        Files.writeString(Postmaster.file(Servers.cluster(dataDir)), "");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(postgres.attached()).isFalse();
        }
    }

    @Test
    void start_replacesTheServer_whenItIsFrozen() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(dataDir, Servers.SETTINGS);
        Servers.execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        Postmaster frozen = Servers.postmaster(dataDir);
        Servers.signal("STOP", frozen.pid());
        try (EmbeddedPostgres second = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(second.attached()).isFalse();
            assertThat(frozen.isAlive()).isFalse();
            assertThat(Servers.query(second, "SELECT answer FROM kept")).isEqualTo("42");
            first.close();
            assertThat(Servers.query(second, "SELECT 1")).isEqualTo("1");
        }
        assertThat(Servers.runs(dataDir)).isFalse();
    }

    @Test
    void start_recovers_whenTheServerItselfWasKilled() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(dataDir, Servers.SETTINGS);
        Servers.execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        Postmaster killed = Servers.postmaster(dataDir);
        Servers.signal("KILL", killed.pid());
        await().atMost(Duration.ofSeconds(5)).until(() -> !killed.isAlive());
        try (EmbeddedPostgres second = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(second.attached()).isFalse();
            assertThat(Servers.query(second, "SELECT answer FROM kept")).isEqualTo("42");
        }
        first.close();
    }

    /** Ctrl-C reaches every process of the terminal's foreground group, so the server must be in none of ours. */
    @Test
    void start_putsTheServerIntoItsOwnSession() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            long pid = Servers.postmaster(dataDir).pid();
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // state, parent, process group, session
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            assertThat(fields[2]).as("process group").isEqualTo(Long.toString(pid));
            assertThat(fields[3]).as("session").isEqualTo(Long.toString(pid));
            assertThat(postgres.attached()).isFalse();
        }
    }

    @Test
    void start_forgetsUsersThatDied() throws Exception {
        try (ChildJvm child = ChildJvm.launch(dataDir)) {
            child.report();
            child.kill();
        }
        EmbeddedPostgres.start(dataDir, Servers.SETTINGS).close();
        try (Stream<Path> users = Files.list(dataDir.resolve("users"))) {
            assertThat(users).isEmpty();
        }
    }

    private void writePidFile(long pid) throws IOException {
        Path cluster = Servers.cluster(dataDir);
        Files.writeString(Postmaster.file(cluster), """
                %d
                %s
                1700000000
                5432

                127.0.0.1
                        1         2
                ready  \s
                """.formatted(pid, cluster));
    }
}
