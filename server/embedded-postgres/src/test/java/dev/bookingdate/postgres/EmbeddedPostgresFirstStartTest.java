package dev.bookingdate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class EmbeddedPostgresFirstStartTest {

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
                    Map.entry("port", Integer.toString(postgres.address().port())),
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

    /** A fresh volume has a folder of its file system in it, and may be a group's, whose bit new folders inherit. */
    @Test
    void start_closesItsFilesToOthers() throws Exception {
        Files.createDirectory(dataDir.resolve("lost+found"));
        DataDirectory.open(dataDir);
        assertThat(new ProcessBuilder("chmod", "2770", dataDir.toString())
                        .start()
                        .waitFor())
                .isZero();
        new ProcessBuilder("chgrp", "nogroup", dataDir.toString()).start().waitFor();
        ReadyFolder.linkPrograms(dataDir);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, Servers.SETTINGS)) {
            assertThat(mode(dataDir)).isEqualTo("rwx------");
            assertThat(mode(dataDir.resolve("password"))).isEqualTo("rw-------");
            assertThat(mode(dataDir.resolve("postgres.log"))).isEqualTo("rw-------");
            assertThat(postgres.address().password()).hasSizeGreaterThanOrEqualTo(32);
            assertThat(Files.readString(dataDir.resolve("postgres.log")))
                    .doesNotContain(postgres.address().password());
        }
    }

    @Test
    void start_startsOneServer_whenTwoProcessesStartAtOnce() throws Exception {
        ReadyFolder.linkPrograms(dataDir);
        try (ChildJvm one = ChildJvm.launch(dataDir);
                ChildJvm two = ChildJvm.launch(dataDir)) {
            List<ChildJvm.Report> reports = List.of(one.report(), two.report());
            assertThat(reports).extracting(ChildJvm.Report::attached).containsExactlyInAnyOrder(true, false);
            assertThat(reports.get(0).port()).isEqualTo(reports.get(1).port());
            one.closePostgres();
            assertThat(Servers.runs(dataDir)).isTrue();
            two.closePostgres();
            assertThat(Servers.runs(dataDir)).isFalse();
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

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
