package dev.bookingdate.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page costs what its size says, not what the table holds: told by the plan and by the rows that it touched. */
class ListPlanTest {

    private static final int JOBS = 20_000;
    private static final int SCOPES = 20;
    private static final String TENANT = "1";
    private static final String ENTITY = "00000000-0000-4000-8000-0000000000e1";

    private static TestDatabase database;

    @BeforeAll
    static void fill() throws SQLException {
        database = TestDatabase.create();
        try (Connection connection = database.plainDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into tenant values (1, 'a', 'UTC', true);
                    insert into entity values (1, '%1$s', 'e');
                    insert into backfill_job (tenant_id, job_id, entity_id, org_ids, time_zone, upper_key, status, created_by,
                                              updated_by, ended_on)
                    select 1, uuidv7(interval '1 second' * (i - %2$d)), '%1$s',
                           case when i = 7 then array['few'] else array['all', 'org' || i %% %3$d] end,
                           'UTC', 0, 'COMPLETED', 'u', 'u', now()
                    from generate_series(1, %2$d) i;
                    insert into backfill_progress (tenant_id, job_id) select tenant_id, job_id from backfill_job;
                    insert into job_scope
                    select distinct tenant_id, entity_id, org_scope, org_ids from backfill_job;
                    """.formatted(ENTITY, JOBS, SCOPES));
            statement.execute("vacuum analyze");
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** The driver sends the first calls with their values, and then goes over to a plan for any values. */
    @ParameterizedTest
    @CsvSource({
        "force_custom_plan,  few, 21,   1",
        "force_custom_plan,  few, 1001, 1",
        "force_custom_plan,  all, 21,   21",
        "force_custom_plan,  all, 1001, 1001",
        "force_generic_plan, few, 1001, 1",
        "force_generic_plan, all, 1001, 1001",
    })
    void page_isFoundThroughIndexes_withinABound(String planCache, String orgs, int limit, int found)
            throws SQLException {
        List<JsonNode> steps = plan(planCache, orgs, limit);

        assertThat(steps.get(0).get("Actual Rows").asInt()).isEqualTo(found);
        assertThat(steps)
                .filteredOn(step -> step.path("Relation Name").asString("").startsWith("backfill_"))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(step -> {
                    assertThat(step.get("Node Type").asString()).isIn("Index Scan", "Index Only Scan");
                    assertThat(rows(step)).isLessThanOrEqualTo(8 * limit);
                });
        assertThat(steps)
                .filteredOn(step -> step.get("Node Type").asString().equals("Sort"))
                .allSatisfy(step -> assertThat(rows(step)).isLessThanOrEqualTo(limit));
        // Rows read and thrown away would not be counted above.
        assertThat(steps)
                .allSatisfy(step ->
                        assertThat(step.path("Rows Removed by Filter").asInt(0)).isLessThanOrEqualTo(SCOPES + 1));
    }

    private static double rows(JsonNode step) {
        return step.get("Actual Rows").asDouble() * step.get("Actual Loops").asInt();
    }

    private static List<JsonNode> plan(String planCache, String orgs, int limit) throws SQLException {
        String list = SqlFile.of(Jobs.class, "list.sql")
                .text()
                .replace(":tenantId", "$1")
                .replace(":entityId", "$2")
                .replace(":orgIds", "$3")
                .replace(":before", "$4")
                .replace(":limit", "$5");
        StringBuilder visible = new StringBuilder(orgs);
        for (int i = 0; i < SCOPES && orgs.equals("all"); i++) {
            visible.append(",org").append(i);
        }
        try (Connection connection = database.plainDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = " + planCache);
            statement.execute("prepare page (bigint, uuid, text, uuid, integer) as " + list);
            try (ResultSet plan = statement.executeQuery(
                    "explain (analyze, format json) execute page(%s, '%s', '{%s}', 'ffffffff-ffff-ffff-ffff-ffffffffffff', %d)"
                            .formatted(TENANT, ENTITY, visible, limit))) {
                plan.next();
                List<JsonNode> steps = new ArrayList<>();
                collect(new JsonMapper().readTree(plan.getString(1)).get(0).get("Plan"), steps);
                return steps;
            }
        }
    }

    private static void collect(JsonNode step, List<JsonNode> steps) {
        steps.add(step);
        step.path("Plans").forEach(inner -> collect(inner, steps));
    }
}
