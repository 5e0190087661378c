package dev.bookingdate.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.database.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;

/** What an operator sees and does, in tenants of all kinds. */
class JobsCommandTest {

    private static final UUID ENTITY = UUID.fromString("00000000-0000-4000-8000-0000000000e1");
    private static final String UNKNOWN = "0199d6027bd17a4c8e1f2b3d4c5e6f70";

    private static TestDatabase own;

    private final DataSource database = own.plainDataSource();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final Jobs jobs = TestJobs.create(database, key -> {});
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
    void twoTenants() {
        own.empty();
        jdbc.sql("""
                        insert into tenant (tenant_id, name, time_zone, multi_org)
                        values (1, 'One', 'America/New_York', true), (2, 'Two', 'Asia/Shanghai', false);
                        insert into entity values (1, :entity, 'e1'), (2, :entity, 'e1')
                        """).param("entity", ENTITY).update();
    }

    @Test
    void list_showsTheNewestOfEveryTenant() {
        JobId first = create(1);
        JobId second = create(2);
        assertThat(run("list")).isZero();
        assertThat(out.lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(
                                        "job=" + second + " tenant=2 entity=" + ENTITY
                                                + " status=ACCEPTED progress=? updated=0 failed=0 missing-originals=0 created="),
                        line -> assertThat(line).startsWith("job=" + first + " tenant=1 "));
        run("list", "--tenant=1");
        assertThat(out.lines()).hasSize(1).first().asString().contains(first.toString());
        run("list", "--limit=1");
        assertThat(out.lines()).hasSize(1).first().asString().contains(second.toString());
        run("stop", second.toString());
        run("list", "--active");
        assertThat(out.lines()).hasSize(1).first().asString().contains(first.toString());
    }

    @Test
    void audit_saysWhichJobsHaveSetTheDateOfACharge_theLatestFirst_andWhatItWasBefore() {
        jdbc.sql("""
                        insert into rate_plan_charge (tenant_id, entity_id, created_on, segment, version, charge_id, original_id)
                        overriding system value
                        select 2, :entity, now(), 1, 1, 'c' || i, 'c' || i from generate_series(1, 40) i
                        """).param("entity", ENTITY).update();
        JobId first = create(2);
        jdbc.sql("update backfill_job set status = 'COMPLETED', started_on = '2026-01-01Z', ended_on = now()")
                .update();
        JobId second = create(2);
        jdbc.sql("update backfill_job set started_on = coalesce(started_on, '2026-02-01Z')")
                .update();
        jdbc.sql("""
                        insert into backfill_audit (tenant_id, job_id, first_key, last_key, stripes, key_steps, previous_dates, written_dates)
                        select 2, job, key, key + 14, 7, '{0,7,7}', dates, '{2020-01-01,2020-01-02,2020-01-03}'
                        from rate_plan_charge, (values (cast(:first as uuid), 0, cast('{null,null,2019-09-09}' as date[])),
                                                       (cast(:second as uuid), -7, '{null,2020-01-03,null}')) as v (job, before, dates),
                             lateral (select charge_key + before as key) k
                        where charge_id = 'c11';
                        -- Of another stripe in the same range of keys.
                        insert into backfill_audit (tenant_id, job_id, first_key, last_key, stripes, key_steps, previous_dates, written_dates)
                        select 2, cast(:first as uuid), charge_key, charge_key + 21, 7, '{0,21}', '{null,null}', '{2021-01-01,2021-01-02}'
                        from rate_plan_charge where charge_id = 'c3'
                        """)
                .param("first", first.value())
                .param("second", second.value())
                .update();

        // Row c11 of the first job is its first one, and the second one of the second job.
        assertThat(run("audit", "c11", "--tenant=2")).as(err).isZero();
        assertThat(out)
                .isEqualTo("job=" + second + " entity=" + ENTITY
                        + " from=2020-01-03 to=2020-01-02 started=2026-02-01T00:00:00Z by=jane\njob=" + first
                        + " entity="
                        + ENTITY + " from=none to=2020-01-01 started=2026-01-01T00:00:00Z by=jane\n");
        assertThat(run("audit", "c24", "--tenant=2", "--entity=" + ENTITY))
                .as(err)
                .isZero();
        assertThat(out).startsWith("job=" + first).contains(" from=none to=2021-01-02 ");
        assertThat(run("audit", "c12", "--tenant=2")).isEqualTo(1);
        assertThat(err)
                .isEqualTo("No job whose changes are kept has set the booking date of charge c12 of tenant 2.\n");
        assertThat(run("audit", "c11", "--tenant=1")).isEqualTo(1);
    }

    @Test
    void stop_endsAJobThatWaits_inTheNameOfWhoRunsTheCommand() {
        JobId id = create(1);
        assertThat(run("stop", id.toString())).isZero();
        assertThat(out).isEqualTo("job=" + id + " is STOPPED\n");
        assertThat(stored("status || ' ' || stop_requested_by || ' ' || updated_by", id))
                .isEqualTo("STOPPED " + user() + " " + user());
        assertThat(run("stop", id.toString())).as("again").isZero();
    }

    @Test
    void stop_ofAJobThatRuns_promisesWhatPutPromises() {
        JobId id = create(2);
        jdbc.sql("update backfill_job set status = 'PROCESSING', started_on = now()")
                .update();
        assertThat(run("stop", id.toString())).isZero();
        assertThat(out).isEqualTo("job=" + id + " is being stopped; it will never be COMPLETED\n");
        assertThat(stored("status || ' ' || stop_requested_by", id)).isEqualTo("PROCESSING " + user());
        assertThat(run("throttle", id.toString(), "--rows-per-second=1")).isEqualTo(1);
        assertThat(err).contains("being stopped").contains("nothing to throttle");
    }

    @Test
    void stop_ofAJobThatHasEnded_isRefused() {
        JobId id = create(2);
        jdbc.sql("update backfill_job set status = 'COMPLETED', ended_on = now()")
                .update();
        assertThat(run("stop", id.toString())).isEqualTo(1);
        assertThat(err).contains("COMPLETED").doesNotContain("Reason[");
    }

    @Test
    void show_tellsAll() {
        JobId id = create(1);
        jdbc.sql(
                        "update backfill_progress set records_total = 8, records_processed = 2, records_updated = 1, records_failed = 1")
                .update();
        jdbc.sql(
                        "insert into backfill_failure (tenant_id, job_id, charge_key, charge_id, reason) values (1, :job, 1, 'c1', 'a rule')")
                .param("job", id.value())
                .update();
        assertThat(run("show", id.toString())).isZero();
        assertThat(out.lines())
                .contains(
                        "job: " + id,
                        "tenant: 1",
                        "orgs: eu,us",
                        "status: ACCEPTED",
                        "progress: 2/8 (25.00%)",
                        "updated: 1",
                        "failed: 1",
                        "failed charge: c1: a rule");
    }

    @Test
    void throttle_isKeptWithTheJob_andTakenAwayByZero() {
        JobId one = create(1);
        JobId two = create(2);
        assertThat(run("throttle", "--all", "--rows-per-second=50")).isZero();
        assertThat(out.lines()).hasSize(2);
        assertThat(stored("rows_per_second || updated_by", one)).isEqualTo("50" + user());
        assertThat(run("throttle", two.toString(), "--rows-per-second=0")).isZero();
        assertThat(out).isEqualTo("job=" + two + " has the limit of the settings\n");
        assertThat(stored("coalesce(rows_per_second, -1)", two)).isEqualTo("-1");
        assertThat(stored("rows_per_second", one)).isEqualTo("50");
    }

    @Test
    void jobThatIsNotThere_isRefused() {
        for (String command : List.of("show", "stop")) {
            assertThat(run(command, UNKNOWN)).isEqualTo(1);
            assertThat(err).isEqualTo("There is no job " + UNKNOWN + ".\n");
        }
        assertThat(run("throttle", UNKNOWN, "--rows-per-second=1")).isEqualTo(1);
        assertThat(err).isEqualTo("There is no job " + UNKNOWN + ".\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show 4711",
                "list --limit=0",
                "throttle --rows-per-second=1",
                "throttle --all " + UNKNOWN + " --rows-per-second=1",
                "throttle --all --rows-per-second=-1",
                "throttle --all"
            })
    void whatWasMistyped_isRefused(String typed) {
        assertThat(run(typed.split(" "))).isEqualTo(2);
    }

    private JobId create(long tenant) {
        return jobs.create(new Caller(tenant, "", "jane", ENTITY, tenant == 1 ? List.of("eu", "us") : null));
    }

    private String stored(String expression, JobId id) {
        return jdbc.sql("select cast(" + expression + " as text) from backfill_job where job_id = :job")
                .param("job", id.value())
                .query(String.class)
                .single();
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    private int run(String... arguments) {
        CommandLine line = new CommandLine(new JobsCommand(() -> database));
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        line.setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText));
        int code = line.execute(arguments);
        out = outText.toString();
        err = errText.toString();
        return code;
    }
}
