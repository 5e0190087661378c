package dev.bookingdate.server.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.charge.ImportCommand;
import dev.bookingdate.server.charge.RowProgress;
import dev.bookingdate.server.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;

/** The export as it is typed, and what becomes of one that does not end. */
class ChargeExportTest {

    private static final String ENTITY = "00000000-0000-4000-8000-0000000000e1";
    private static final String OTHER_ENTITY = "00000000-0000-4000-8000-0000000000e2";
    private static final String JOB = "0199d6027bd17a4c8e1f2b3d4c5e6f70";
    private static final String LATER_JOB = "0199d6027bd17a4c8e1f2b3d4c5e6f71";
    private static final ExportOptions ALL =
            new ExportOptions(7, null, List.of(), null, Content.CHARGES, false, null, List.of(), ',', false);

    private static TestDatabase own;

    @TempDir
    private Path folder;

    private final DataSource database = own.plainDataSource();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final StringWriter said = new StringWriter();
    private String out = "";
    private String err = "";

    @BeforeAll
    static void create() {
        own = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        own.close();
    }

    @BeforeEach
    void emptyDatabase() {
        own.empty();
    }

    @Test
    void export_afterAnImport_hasItsNamesInItsOrder_andWhatItRead() throws Exception {
        load("""
                Note,RatePlanCharge.Id,created_date,Segment,Original ID,BookingDate,Account.Id,charge_number
                n,c1,2023-12-14T16:03:26.123456+08:00,1,,2023-12-15,"a,1",
                n,c2,2024-01-01T00:00:00Z,2,c1,,,"say ""hi""\"
                """);

        assertThat(export("out.csv", "--tenant=7")).as(err).isZero();

        assertThat(Files.readString(folder.resolve("out.csv"))).isEqualTo("""
                RatePlanCharge.Id,created_date,Segment,Original ID,BookingDate,Account.Id,charge_number
                c1,2023-12-14T08:03:26.123456+00:00,1,c1,2023-12-15,"a,1",
                c2,2024-01-01T00:00:00+00:00,2,c1,,,"say ""hi""\"
                """);
        assertThat(out).startsWith("2 rows written; ");
        assertThat(files()).containsExactlyInAnyOrder("charges.csv", "out.csv");
    }

    @Test
    void namesOfAnEarlierImport_stayForColumnsThatALaterOneDoesNotHave() throws Exception {
        load("charge_number,id,created_date\nC-1,c1,2023-12-14T00:00:00Z\n");
        load("CreatedDate,Id\n2023-12-14T00:00:00Z,c1\n");

        assertThat(export("out.csv", "--tenant=7")).as(err).isZero();

        assertThat(Files.readString(folder.resolve("out.csv")))
                .isEqualTo("CreatedDate,Id,charge_number,OriginalOrderDate\n2023-12-14T00:00:00+00:00,c1,C-1,\n");
    }

    @Test
    void export_withoutAnImport_hasTheUsualNames_andTheEntityWhereThereAreSeveral() throws Exception {
        charges(1);
        assertThat(export("out.csv", "--tenant=7")).as(err).isZero();
        assertThat(Files.readString(folder.resolve("out.csv"))).isEqualTo("""
                Id,OriginalId,ChargeNumber,Segment,Version,CreatedDate,OriginalOrderDate,AccountId,EntityId
                c1,c1,,1,1,2024-01-01T00:00:01+00:00,2024-02-02,,00000000-0000-4000-8000-0000000000e1
                """);
    }

    @Test
    void columns_areThoseThatWereNamed_asTheyWereNamed() throws Exception {
        charges(2);
        assertThat(export("out.csv", "--tenant=7", "--columns=booking_date,ID", "--delimiter=;"))
                .as(err)
                .isZero();
        assertThat(Files.readString(folder.resolve("out.csv"))).isEqualTo("""
                booking_date;ID
                2024-02-02;c1
                2024-02-02;c2
                """);
    }

    @Test
    void job_givesWhatItChanged_withTheDateBefore_andTheDateThatItWrote() throws Exception {
        charges(5);
        job(JOB, 2, "now()");
        jdbc.sql("""
                insert into backfill_audit (tenant_id, job_id, first_key, last_key, stripes, key_steps, previous_dates, written_dates)
                select 7, cast(:job as uuid), charge_key, charge_key, 1, '{0}', '{null}', '{2020-01-01}'
                from rate_plan_charge where charge_id in ('c2', 'c4')
                """).param("job", JOB).update();

        assertThat(export("-", "--tenant=7", "--job=" + JOB, "--columns=Id,OriginalOrderDate,BookingDateBefore,JobId"))
                .as(err)
                .isZero();

        assertThat(out).isEqualTo("""
                Id,OriginalOrderDate,BookingDateBefore,JobId
                c2,2020-01-01,,%1$s
                c4,2020-01-01,,%1$s
                """.formatted(JOB));
        assertThat(err).startsWith("2 rows written; ");

        jdbc.sql("delete from backfill_audit where first_key = 2").update();
        assertThat(export("-", "--tenant=7", "--job=" + JOB)).isEqualTo(1);
        assertThat(err).contains("By its own counts there should be 2 rows.");
    }

    @Test
    void audit_givesEveryChangeOfEveryJob_andSince_onlyLaterOnes() throws Exception {
        charges(3);
        job(JOB, 2, "timestamptz '2026-01-01 00:00:00Z'");
        job(LATER_JOB, 1, "timestamptz '2026-02-01 00:00:00Z'");
        audit(JOB, 1, "2020-01-01");
        audit(JOB, 3, "2020-01-03");
        audit(LATER_JOB, 3, "2020-01-04");

        assertThat(export("-", "--tenant=7", "--audit")).as(err).isZero();
        assertThat(out).isEqualTo("""
                JobId,JobCreatedBy,JobEndedOn,EntityId,Id,BookingDateBefore,BookingDate
                %1$s,jane,2026-01-01T00:00:00+00:00,%3$s,c1,2024-02-02,2020-01-01
                %1$s,jane,2026-01-01T00:00:00+00:00,%3$s,c3,2024-02-02,2020-01-03
                %2$s,jane,2026-02-01T00:00:00+00:00,%3$s,c3,2024-02-02,2020-01-04
                """.formatted(JOB, LATER_JOB, ENTITY));

        assertThat(export("-", "--tenant=7", "--since=2026-01-15T00:00:00Z", "--columns=Id"))
                .isZero();
        assertThat(out).isEqualTo("Id\nc3\n");
        assertThat(export("-", "--tenant=7", "--since=2025-01-15T00:00:00Z", "--columns=Id"))
                .isZero();
        assertThat(out).isEqualTo("Id\nc1\nc3\n");

        jdbc.sql("update backfill_job set audit_expired_on = now() where job_id = cast(:job as uuid)")
                .param("job", JOB)
                .update();
        assertThat(export("-", "--tenant=7", "--audit", "--columns=Id")).isZero();
        assertThat(out).isEqualTo("Id\nc3\n");
        assertThat(err).contains("1 jobs are left out");
        assertThat(export("-", "--tenant=7", "--job=" + JOB)).isEqualTo(2);
        assertThat(err).isEqualTo("What job " + JOB + " changed is not kept any more.\n");
    }

    @Test
    void failures_areAllThere_withTheReason() throws Exception {
        charges(3000);
        job(JOB, 0, "now()");
        jdbc.sql("update backfill_progress set records_failed = 2500").update();
        jdbc.sql("""
                insert into backfill_failure (tenant_id, job_id, charge_key, charge_id, reason, failed_on)
                select 7, cast(:job as uuid), charge_key, charge_id, '=a rule', timestamptz '2026-01-01 00:00:00Z'
                from rate_plan_charge where charge_key > 500
                """).param("job", JOB).update();

        assertThat(export("out.csv", "--tenant=7", "--failures", "--spreadsheet-safe"))
                .as(err)
                .isZero();

        List<String> lines = Files.readAllLines(folder.resolve("out.csv"));
        assertThat(lines).hasSize(2501);
        assertThat(lines.subList(0, 2))
                .containsExactly(
                        "JobId,EntityId,Id,Reason,FailedOn",
                        JOB + "," + ENTITY + ",c501,'=a rule,2026-01-01T00:00:00+00:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(1)", "+1", "-1", "@a", "\t=1", "＝1"})
    void spreadsheetSafe_defusesFormulas(String number) throws Exception {
        charges(2);
        jdbc.sql("update rate_plan_charge set charge_number = :number where charge_id = 'c1'")
                .param("number", number)
                .update();
        jdbc.sql("update rate_plan_charge set charge_number = 'a=1' where charge_id = 'c2'")
                .update();

        export("-", "--tenant=7", "--columns=ChargeNumber");
        assertThat(out).isEqualTo("ChargeNumber\n" + number + "\na=1\n");
        export("-", "--tenant=7", "--columns=ChargeNumber", "--spreadsheet-safe");
        assertThat(out).isEqualTo("ChargeNumber\n'" + number + "\na=1\n");
    }

    @Test
    void orgAndEntity_restrictWhatIsExported() throws Exception {
        charges(4);
        jdbc.sql("update tenant set multi_org = true").update();
        jdbc.sql("insert into org values (7, 'e''u', 'EU'), (7, 'us', 'US')").update();
        jdbc.sql("update rate_plan_charge set org_id = case when charge_key % 2 = 0 then 'us' else 'e''u' end")
                .update();
        jdbc.sql("update rate_plan_charge set entity_id = cast(:other as uuid) where charge_id = 'c3'")
                .param("other", OTHER_ENTITY)
                .update();

        export("-", "--tenant=7", "--columns=Id", "--org=e'u");
        assertThat(out).isEqualTo("Id\nc1\nc3\n");
        export("-", "--tenant=7", "--columns=Id", "--org=e'u,us", "--entity=" + ENTITY);
        assertThat(out).isEqualTo("Id\nc1\nc2\nc4\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--tenant=8 | There is no tenant 8.",
                "--tenant=7 --org=eu | Tenant 7 has no Multi-Org; leave out --org.",
                "--tenant=7 --entity=00000000-0000-4000-8000-0000000000e9 | Tenant 7 has no entity",
                "--tenant=7 --job=0199d6027bd17a4c8e1f2b3d4c5e6f99 | Tenant 7 has no job",
                "--tenant=7 --job=4711 | '4711' is no job id",
                "--tenant=7 --columns=Id,Colour | There is no column 'Colour'. There are Id, ",
                "--tenant=7 --since=yesterday | 'yesterday' is no time with an offset",
                "--tenant=7 --audit --failures | give one of them",
            })
    void whatIsNotThere_isRefused_andLeavesNoFile(String options, String message) throws Exception {
        charges(1);
        assertThat(export("out.csv", options.split(" "))).isEqualTo(2);
        assertThat(err).contains(message);
        assertThat(files()).isEmpty();
    }

    @Test
    void fileThatCantBeWritten_isToldBeforeTheDatabaseOpens() {
        assertThat(export("nowhere/out.csv", "--tenant=7")).isEqualTo(2);
        assertThat(err).isEqualTo("There is no directory for nowhere/out.csv\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.csv", "out.csv.gz"})
    void exportThatWasEnded_goesOnBehindItsLastPiece(String name) throws Exception {
        charges(95);
        awaitTheEndOfOlderTransactions();
        assertThatThrownBy(() -> run(name, 3, () -> {})).isInstanceOf(IOException.class);
        assertThat(files()).containsExactlyInAnyOrder(name + ".part", name + ".resume");
        // What is behind the last piece is thrown away.
        Files.write(folder.resolve(name + ".part"), new byte[] {1, 2, 3}, java.nio.file.StandardOpenOption.APPEND);

        ExportSummary summary = run(name, Integer.MAX_VALUE, () -> {});

        assertThat(said.toString()).contains("Goes on after 20 rows.");
        assertThat(summary.rows()).isEqualTo(95);
        assertThat(summary.before()).isEqualTo(20);
        assertThat(files()).containsExactly(name);
        assertThat(text(name)).isEqualTo(fresh());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update rate_plan_charge set booking_date = '2021-01-01' where charge_id = 'c5'",
                "delete from rate_plan_charge where charge_id = 'c5'",
                "update rate_plan_charge set charge_key = default where charge_id = 'c5'"
            })
    void exportThatWasEnded_beginsAnew_whenARowThatItHadWrittenChanges(String change) throws Exception {
        charges(95);
        assertThatThrownBy(() -> run("out.csv", 3, () -> {})).isInstanceOf(IOException.class);
        jdbc.sql(change).update();

        ExportSummary summary = run("out.csv", Integer.MAX_VALUE, () -> {});

        assertThat(said.toString()).contains("have changed; it begins anew.");
        assertThat(summary.before()).isZero();
        assertThat(text("out.csv")).isEqualTo(fresh());
    }

    @Test
    void exportOfSomethingElse_beginsAnew() throws Exception {
        charges(95);
        assertThatThrownBy(() -> run("out.csv", 3, () -> {})).isInstanceOf(IOException.class);
        assertThat(export("out.csv", "--tenant=7", "--columns=Id")).as(err).isZero();
        assertThat(Files.readAllLines(folder.resolve("out.csv"))).hasSize(96).startsWith("Id", "c1", "c2");
    }

    @Test
    void changesWhileItRuns_areNotSeen() throws Exception {
        charges(95);
        String before = fresh();
        run(
                "out.csv",
                Integer.MAX_VALUE,
                () -> jdbc.sql("update rate_plan_charge set booking_date = booking_date + 1")
                        .update());
        assertThat(text("out.csv")).isEqualTo(before);
    }

    @Test
    void twoExportsToOneFile_areRefused() throws Exception {
        charges(1);
        try (ExportTarget first = ExportFile.open(folder.resolve("out.csv"))) {
            assertThat(first).isNotNull();
            assertThat(export("out.csv", "--tenant=7")).isEqualTo(2);
            assertThat(err).contains("Another export writes ");
        }
    }

    /** Charges c1, c2, …, of tenant 7, which has two entities. */
    private void charges(int count) {
        jdbc.sql("insert into tenant (tenant_id, name, time_zone) values (7, 'T', 'America/New_York')")
                .update();
        jdbc.sql("insert into entity values (7, cast(:one as uuid), 'one'), (7, cast(:other as uuid), 'other')")
                .param("one", ENTITY)
                .param("other", OTHER_ENTITY)
                .update();
        jdbc.sql("""
                insert into rate_plan_charge
                    (tenant_id, entity_id, created_on, segment, version, booking_date, charge_id, original_id)
                select 7, cast(:entity as uuid), timestamptz '2024-01-01 00:00:00Z' + i * interval '1 s', 1, 1, '2024-02-02',
                       'c' || i, 'c' || i
                from generate_series(1, :count) i
                """).param("entity", ENTITY).param("count", count).update();
    }

    /** Of other databases on the same server: while one is open, a younger row may have been written since, for all we know. */
    private void awaitTheEndOfOlderTransactions() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> jdbc.sql("""
                                select age(cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as xid)) < min(age(xmin))
                                from rate_plan_charge
                                """).query(Boolean.class).single());
    }

    private void job(String id, int updated, String endedOn) {
        jdbc.sql("""
                insert into backfill_job (tenant_id, job_id, entity_id, time_zone, upper_key, status, created_by, updated_by,
                                          started_on, ended_on)
                values (7, cast(:job as uuid), cast(:entity as uuid), 'UTC', 1000, 'COMPLETED', 'jane', 'jane', %1$s, %1$s)
                """.formatted(endedOn))
                .param("job", id)
                .param("entity", ENTITY)
                .update();
        jdbc.sql(
                        "insert into backfill_progress (tenant_id, job_id, records_updated) values (7, cast(:job as uuid), :updated)")
                .param("job", id)
                .param("updated", updated)
                .update();
    }

    private void audit(String job, int key, String written) {
        jdbc.sql("""
                insert into backfill_audit (tenant_id, job_id, first_key, last_key, stripes, key_steps, previous_dates, written_dates)
                values (7, cast(:job as uuid), :key, :key, 1, '{0}', '{2024-02-02}', array[cast(:written as date)])
                """)
                .param("job", job)
                .param("key", key)
                .param("written", written)
                .update();
    }

    private void load(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("charges.csv"), text);
        CommandLine line = new CommandLine(new ImportCommand(() -> database));
        assertThat(line.execute("--tenant=7", "--entity=" + ENTITY, "--time-zone=America/New_York", file.toString()))
                .isZero();
    }

    private int export(String name, String... options) {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        CommandLine line = new CommandLine(new ExportCommand(() -> database, stdout, folder));
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        line.setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText));
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(name);
        int code = line.execute(arguments.toArray(String[]::new));
        out = stdout.toString(StandardCharsets.UTF_8) + outText;
        err = errText.toString();
        return code;
    }

    /** Exports in pieces of ten charges; before each piece something happens, and some piece may not be begun. */
    private ExportSummary run(String name, int pieces, Runnable between) throws Exception {
        RowProgress progress = new RowProgress(new PrintWriter(said, true), false, () -> java.time.Instant.EPOCH);
        try (ExportTarget file = ExportFile.open(folder.resolve(name))) {
            return new ChargeExport(database, 10).run(ALL, new Interrupted(file, pieces, between), progress);
        }
    }

    private String fresh() {
        assertThat(export("-", "--tenant=7")).as(err).isZero();
        return out;
    }

    private String text(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(name));
        return new String(
                name.endsWith(".gz") ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes() : bytes,
                StandardCharsets.UTF_8);
    }

    private List<String> files() throws IOException {
        try (var content = Files.list(folder)) {
            return content.map(file -> file.getFileName().toString()).toList();
        }
    }

    private record Interrupted(ExportTarget target, int pieces, Runnable between, int[] begun) implements ExportTarget {

        Interrupted(ExportTarget target, int pieces, Runnable between) {
            this(target, pieces, between, new int[1]);
        }

        @Override
        public OutputStream piece() throws IOException {
            between.run();
            if (begun[0]++ == pieces) {
                throw new IOException("no room");
            }
            return target.piece();
        }

        @Override
        public Optional<Reached> reached(String what) throws IOException {
            return target.reached(what);
        }

        @Override
        public void goOn() throws IOException {
            target.goOn();
        }

        @Override
        public void begin() throws IOException {
            target.begin();
        }

        @Override
        public void keep(String what, Reached reached) throws IOException {
            target.keep(what, reached);
        }

        @Override
        public void complete() throws IOException {
            target.complete();
        }

        @Override
        public void close() throws IOException {
            target.close();
        }
    }
}
