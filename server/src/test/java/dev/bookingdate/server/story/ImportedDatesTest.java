package dev.bookingdate.server.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.server.charge.DemoCharges;
import dev.bookingdate.server.charge.ImportCommand;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.export.ExportCommand;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;

/** From a file as people have it, by an import and a job, to the booking date that a person would write beside each row. */
@Tag("long")
class ImportedDatesTest {

    /** Its tenant lives in Shanghai: what was written in the evening in London is the next day there. */
    private static final String SECOND_TENANTS = "00000000-0000-4000-8000-000000000002";

    private static TestDatabase database;
    private static RunningServer server;
    private static JdbcClient jdbc;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        server = RunningServer.start(database, "bookingdate.demo.charges=1");
        jdbc = JdbcClient.create(database.plainDataSource());
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "D1_null_word_0.csv | 0 | a1 2020-01-01, b1 2023-06-01, b2 2023-06-01",
                "D1_null_word_1.csv | 0 | a1 2020-01-01, b1 2023-06-01, b2 2023-06-01",
                "D2_bare_dates.csv | 0 | m1 2015-01-01, m2 2015-01-01, m3 2015-01-01, m4 2015-01-01, m5 2015-01-01",
                "D3_zone_names.csv | 1 | z1 2023-12-15, z2 2023-12-15, z3 2023-12-15, z4 2023-12-15, z5 2023-12-15,"
                        + " z6 2023-12-15",
                "D4_spaces.csv | 0 | c1 2020-01-01, c2 2020-01-01",
                "D5_floats.csv | 1 | f1 2023-12-14, f2 2023-12-14, f3 2023-12-14, f4 2023-12-14, f5 2023-12-14,"
                        + " f9 2023-12-14",
                "D6_locale_dates.csv | 1 | l5 2022-02-15",
                "D7_trailing_delim.csv | 0 | c1 2023-12-14, c2 2023-12-14",
                "X3_original_missing.csv | 0 | d1 2021-05-01, d2 2021-05-01",
                "X4_duplicate_ids.csv | 1 | E1 2022-01-01",
                "X8_blank_and_commas.csv | 0 | j1 2020-01-01",
                "X15_midnight_original_lost.csv | 0 | m1 2015-01-01, m2 2015-01-01",
                "X18_na_words.csv | 1 | n1 2020-01-01, n2 2020-02-01, n3 2020-03-01, n4 2021-03-01, n5 2022-03-01",
                "X20_sep_line.csv | 0 | s1 2020-01-01"
            })
    void file_hasTheDatesThatItMeans(String file, int code, String dates) throws Exception {
        jdbc.sql("delete from rate_plan_charge").update();
        assertThat(load(file)).isEqualTo(code);

        backfill();

        assertThat(jdbc.sql(
                                "select charge_id || ' ' || booking_date from rate_plan_charge order by charge_id collate \"C\"")
                        .query(String.class)
                        .list())
                .isEqualTo(Stream.of(dates.split(", ")).sorted().collect(Collectors.toList()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"corrected.csv", "corrected.csv.gz"})
    void whatWasCorrected_leaves_andChangesNothingMoreWhereItIsImported(String corrected) throws Exception {
        jdbc.sql("delete from rate_plan_charge").update();
        for (String file : List.of("D1_null_word_0.csv", "D2_bare_dates.csv", "X3_original_missing.csv")) {
            load(file);
        }
        long updated = backfill().getRecordsUpdated();
        List<String> before = fingerprint();
        assertThat(updated).isEqualTo(before.size());

        String file = folder.resolve(corrected).toString();
        assertThat(run(new ExportCommand(database::plainDataSource), "--tenant=" + DemoCharges.SECOND_TENANT, file))
                .isZero();
        jdbc.sql("delete from rate_plan_charge").update();
        assertThat(load(folder.resolve(corrected))).isZero();

        assertThat(fingerprint()).isEqualTo(before);
        assertThat(load(folder.resolve(corrected))).isZero();
        assertThat(backfill().getRecordsUpdated()).isZero();
        assertThat(fingerprint()).isEqualTo(before);
    }

    private static BackfillJob backfill() {
        try (BackfillClient client =
                server.client(builder -> builder.credentials(SECOND_TENANTS, RunningServer.CLIENT_SECRET))) {
            String job = client.jobs().create().getJobId();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> client.jobs().get(job).getStatus() == JobStatus.COMPLETED);
            return client.jobs().get(job);
        }
    }

    private static List<String> fingerprint() {
        return jdbc.sql("""
                        select concat_ws(' ', charge_id, original_id, created_on at time zone 'UTC', segment, version,
                                         booking_date, charge_number, account_id)
                        from rate_plan_charge order by charge_id
                        """).query(String.class).list();
    }

    private int load(String name) throws Exception {
        try (InputStream in = Objects.requireNonNull(ImportCommand.class.getResourceAsStream("cases/" + name), name)) {
            String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(folder.resolve(name), content.replace("55", Long.toString(DemoCharges.SECOND_TENANT)));
        }
        return load(folder.resolve(name));
    }

    private int load(Path file) {
        return run(
                new ImportCommand(database::plainDataSource),
                "--tenant=" + DemoCharges.SECOND_TENANT,
                "--entity=" + DemoCharges.SECOND_ENTITY,
                file.toString());
    }

    private static int run(Object command, String... arguments) {
        CommandLine line = new CommandLine(command);
        StringWriter said = new StringWriter();
        line.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        return line.execute(arguments);
    }
}
