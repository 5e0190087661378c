package dev.bookingdate.server.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.database.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An export in a process of its own is killed as kill -9 does, twice, and the same command goes on to the same file. */
@Tag("long")
class KilledExportTest {

    private static final int CHARGES = 1_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private TestDatabase database;

    @BeforeEach
    void load() {
        database = TestDatabase.create();
        JdbcClient jdbc = JdbcClient.create(database.plainDataSource());
        jdbc.sql("""
                        insert into tenant (tenant_id, name, time_zone) values (7, 'T', 'America/New_York');
                        insert into entity values (7, '00000000-0000-4000-8000-0000000000e1', 'one');
                        insert into rate_plan_charge
                            (tenant_id, entity_id, created_on, segment, version, booking_date, charge_id, original_id)
                        select 7, '00000000-0000-4000-8000-0000000000e1', timestamptz '2024-01-01 00:00:00Z' + i * interval '1 s', 1, 1,
                               date '2024-02-02' + i % 400, md5(i::text), md5((i - i % 3)::text)
                        from generate_series(1, :count) i
                        """).param("count", CHARGES).update();
        // Of other databases on the same server: while one is older, a row that was written may have changed since.
        await().atMost(PATIENCE).until(() -> jdbc.sql("""
                                select age(cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as xid)) < min(age(xmin))
                                from rate_plan_charge
                                """).query(Boolean.class).single());
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.csv", "out.csv.gz"})
    void exportThatIsKilledTwice_goesOn_andTheFileIsThatOfOneRun(String name) throws Exception {
        Path file = folder.resolve(name);
        long first = killOnceItHasWritten(file, 1);
        long second = killOnceItHasWritten(file, first + 1);
        assertThat(second).isBetween(first + 1, CHARGES - 1L);
        assertThat(Files.exists(file)).isFalse();

        Process last = export(file);
        String said = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(last.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).as(said).isZero();
        assertThat(said).contains("Goes on after ").contains("1,000,000 rows written");
        Path whole = folder.resolve("whole-" + name);
        Process undisturbed = export(whole);
        undisturbed.getInputStream().readAllBytes();
        assertThat(undisturbed.waitFor()).isZero();
        // Of a packed file the members are the same too: pieces are cut at the same keys.
        assertThat(Files.mismatch(file, whole)).isEqualTo(-1);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(name, "whole-" + name);
    }

    /** How many rows were on record when the process was killed. */
    private long killOnceItHasWritten(Path file, long rows) throws IOException, InterruptedException {
        Process process = export(file);
        try {
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> !process.isAlive() || rows(file) >= rows);
        } finally {
            process.destroyForcibly().waitFor();
        }
        return rows(file);
    }

    private static long rows(Path file) throws IOException {
        Path resume = file.resolveSibling(file.getFileName() + ".resume");
        if (!Files.exists(resume)) {
            return 0;
        }
        Properties kept = new Properties();
        try (var in = Files.newBufferedReader(resume)) {
            kept.load(in);
        }
        return Long.parseLong(kept.getProperty("rows"));
    }

    private Process export(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BookingDateBackfillServer.class.getName(),
                        "export",
                        file.toString(),
                        "--tenant=7",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password())
                .redirectErrorStream(true)
                .start();
    }
}
