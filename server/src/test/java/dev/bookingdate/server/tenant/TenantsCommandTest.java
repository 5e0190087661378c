package dev.bookingdate.server.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.job.JobId;
import dev.bookingdate.server.job.TestJobs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;

/** Tenants as an operator sees and changes them. */
@Tag("long")
class TenantsCommandTest {

    private static final UUID ENTITY = UUID.fromString("00000000-0000-4000-8000-0000000000e1");

    private static TestDatabase own;

    private final DataSource database = own.plainDataSource();
    private final JdbcClient jdbc = JdbcClient.create(database);
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

    /** Two tenants with 24 charges each, of which one is created in each hour of a day in UTC; two of them share an original. */
    @BeforeEach
    void twoTenants() {
        own.empty();
        jdbc.sql("""
                        insert into tenant (tenant_id, name, time_zone) values (1, 'One', 'UTC'), (2, 'Two', 'Asia/Shanghai');
                        insert into entity values (1, :entity, 'e1'), (2, :entity, 'e1');
                        insert into rate_plan_charge
                            (tenant_id, entity_id, created_on, segment, version, charge_id, original_id)
                        select t, :entity, timestamptz '2024-01-01 00:30:00Z' + i * interval '1 h', 1, 1, 'c' || i,
                               case when i > 21 then 'c2' else 'c' || i end
                        from generate_series(0, 23) i, generate_series(1, 2) t
                        """).param("entity", ENTITY).update();
    }

    @Test
    void list_showsWhatEachHas() {
        JobId job = create(2);
        assertThat(run("list")).isZero();
        assertThat(out).isEqualTo("""
                tenant=1 time-zone=UTC multi-org=false entities=1 orgs=0 clients=0 jobs=0
                tenant=2 time-zone=Asia/Shanghai multi-org=false entities=1 orgs=0 clients=0 jobs=1 active-job=%s
                """.formatted(job));
    }

    @Test
    void timeZone_isChangedWithYes_andShowsHowManyDatesMove() {
        // UTC 16:00 is midnight in Shanghai: c16 to c21 move, and c22 and c23 have the original c2.
        assertThat(run("change", "1", "--time-zone=Asia/Shanghai")).isZero();
        assertThat(out).isEqualTo("A backfill dates 6 charges of tenant 1 otherwise in Asia/Shanghai than in UTC.\n");
        assertThat(err).contains("Nothing is changed.");
        assertThat(timeZone()).isEqualTo("UTC");

        assertThat(run("change", "1", "--time-zone=Asia/Shanghai", "--yes")).isZero();
        assertThat(out).contains("Tenant 1 is in Asia/Shanghai; a new job corrects the dates.");
        assertThat(timeZone()).isEqualTo("Asia/Shanghai");
    }

    @Test
    void whatRuns_isNotChangedUnderneath() {
        JobId job = create(1);
        for (String line : List.of(
                "change 1 --time-zone=Asia/Shanghai --yes", "change 1 --multi-org --org=us", "remove 1 --yes")) {
            assertThat(run(line.split(" "))).isEqualTo(1);
            assertThat(err).isEqualTo("Job " + job + " of tenant 1 is active: wait until it is at rest, or stop it.\n");
        }
        assertThat(timeZone()).isEqualTo("UTC");
        assertThat(count("rate_plan_charge where tenant_id = 1 and org_id is null"))
                .isEqualTo(24);
    }

    @Test
    void multiOrg_needsAnOrgForEachCharge() {
        jdbc.sql("update rate_plan_charge set org_id = 'eu' where charge_id = 'c1'")
                .update();
        assertThat(run("change", "1", "--multi-org")).isEqualTo(1);
        assertThat(err).startsWith("23 charges of tenant 1 have no org; --org=ID gives them one.");

        assertThat(run("change", "1", "--multi-org", "--org=us")).isZero();

        assertThat(out).isEqualTo("Tenant 1 has Multi-Org.\n");
        assertThat(count("rate_plan_charge where tenant_id = 1 and org_id = 'us'"))
                .isEqualTo(23);
        assertThat(count("rate_plan_charge where tenant_id = 2 and org_id = 'us'"))
                .isZero();
        assertThat(count("org where tenant_id = 1 and org_id in ('us', 'eu')")).isEqualTo(2);
        assertThat(count("tenant where multi_org and tenant_id = 1")).isEqualTo(1);

        assertThat(run("change", "1", "--no-multi-org")).isZero();
        assertThat(out).isEqualTo("Tenant 1 has no Multi-Org any more.\n");
        assertThat(count("tenant where multi_org")).isZero();
    }

    @Test
    void remove_takesAllThatTheTenantHas_andNothingElse() {
        JobId job = create(1);
        create(2);
        jdbc.sql("update backfill_job set status = 'COMPLETED', ended_on = now()")
                .update();
        jdbc.sql("""
                        insert into backfill_audit (tenant_id, job_id, first_key, last_key, stripes, key_steps, previous_dates, written_dates)
                        values (1, :job, 1, 1, 1, '{0}', '{null}', '{2024-01-01}'), (1, :job, 2, 3, 1, '{0,1}', '{null,null}', '{2024-01-01,2024-01-01}');
                        insert into backfill_failure (tenant_id, job_id, charge_key, charge_id, reason) values (1, :job, 3, 'c3', 'r');
                        insert into backfill_missing_original values (1, :job, 4, 'c4', 'x');
                        insert into backfill_granule values (1, :job, 4, 1);
                        insert into backfill_preview values (1, :job, 0, 'CHANGED', false, 0, 1);
                        insert into backfill_preview_change values (1, :job, 5, 'c5', null, '2024-01-01');
                        insert into webhook (tenant_id, url, secret, updated_by) values (1, 'https://example.com', sha256('s'), 'ops');
                        insert into webhook_delivery (tenant_id, job_id, body) values (1, :job, '{}');
                        insert into org values (1, 'us', 'US');
                        insert into job_scope values (1, :entity, :job, '{us}');
                        insert into call_window values (1, 60, now(), 3);
                        insert into idempotent_answer (tenant_id, key_hash, request_hash, status, request_id, headers, body)
                        values (1, sha256('k'), sha256('r'), 200, :job, '{}', '{}');
                        insert into api_client (client_id, secret_hash, tenant_id, user_id, username, entity_ids)
                        values (repeat('c', 36), '{bcrypt}x', 1, repeat('a', 32), 'u', array[:entity])
                        """).param("job", job.value()).param("entity", ENTITY).update();

        assertThat(run("remove", "1")).isZero();
        assertThat(err).contains("Nothing is removed.");
        assertThat(count("rate_plan_charge where tenant_id = 1")).isEqualTo(24);

        assertThat(run("remove", "1", "--yes")).as(err).isZero();

        assertThat(out).isEqualTo("Removed tenant 1\n");
        List<String> tables = jdbc.sql("""
                        select table_name from information_schema.columns
                        where table_schema = current_schema() and column_name = 'tenant_id'
                        """).query(String.class).list();
        assertThat(tables)
                .hasSizeGreaterThan(12)
                .allSatisfy(table -> assertThat(count(table + " where tenant_id = 1"))
                        .as(table)
                        .isZero());
        assertThat(count("rate_plan_charge where tenant_id = 2")).isEqualTo(24);
        assertThat(count("backfill_job where tenant_id = 2")).isEqualTo(1);
        assertThat(run("remove", "1", "--yes")).isEqualTo(1);
        assertThat(err).isEqualTo("There is no tenant 1.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "change 1",
                "change one --multi-org",
                "change 1 --time-zone=Mars/Base",
                "change 1 --org=us",
                "change 1 --no-multi-org --org=us",
                "remove"
            })
    void whatWasMistyped_isRefused(String typed) {
        assertThat(run(typed.split(" "))).isEqualTo(2);
    }

    private JobId create(long tenant) {
        return TestJobs.create(database, key -> {}).create(new Caller(tenant, "", "jane", ENTITY, null));
    }

    private String timeZone() {
        return jdbc.sql("select time_zone from tenant where tenant_id = 1")
                .query(String.class)
                .single();
    }

    private long count(String from) {
        return jdbc.sql("select count(*) from " + from).query(Long.class).single();
    }

    private int run(String... arguments) {
        CommandLine line = new CommandLine(new TenantsCommand(() -> database));
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        line.setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText));
        int code = line.execute(arguments);
        out = outText.toString();
        err = errText.toString();
        return code;
    }
}
