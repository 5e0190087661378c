package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.database.TestPools;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import dev.bookingdate.server.job.Undo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How many rows of charges and audit one statement of a job touches, by PostgreSQL's own account: as many in a large tenant as
 * in one ten times as large. A statement that scans a tenant would run into its time-out some day.
 */
@Tag("long")
class LargeTenantTest {

    private static final int ROWS = Integer.getInteger("large.tenant.rows", 400_000);

    private static final int WINDOW = 60_000;

    /** A window, or a piece of a count; with each row its original and its audit. */
    private static final int MOST = 3 * WINDOW;

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Asks PostgreSQL first what a statement does, and undoes that. The planner's statistics are the worst that autovacuum leaves
     * behind: taken after the ninth chunk of a job, when its audit looks small.
     */
    private static final class Explained extends NamedParameterJdbcTemplate {

        private final DataSource database;
        private final Map<String, Long> touched = new TreeMap<>();
        private final Map<String, Integer> chunks = new TreeMap<>();

        Explained(DataSource database) {
            super(database);
            this.database = database;
        }

        @Override
        public <T> @Nullable T execute(String sql, SqlParameterSource values, PreparedStatementCallback<T> action) {
            touched.merge(name(sql), explain(sql, values), Math::max);
            T result = super.execute(sql, values, action);
            if (sql.contains("insert into backfill_audit") && chunks.merge(name(sql), 1, Integer::sum) == 9) {
                getJdbcOperations().execute("analyze backfill_audit");
            }
            return result;
        }

        private long explain(String sql, SqlParameterSource values) {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    String plan = new NamedParameterJdbcTemplate(new SingleConnectionDataSource(connection, true))
                            .queryForObject("explain (analyze, timing off, format json) " + sql, values, String.class);
                    return rows(JSON.readTree(plan).get(0).get("Plan"));
                } finally {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static long rows(JsonNode plan) {
            long rows = 0;
            String relation = plan.path("Relation Name").asString("");
            // The audit is unfolded by a function.
            boolean unfolds = plan.path("Node Type").asString("").equals("Function Scan");
            if (relation.equals("rate_plan_charge") || relation.equals("backfill_audit") || unfolds) {
                double each = plan.path("Actual Rows").asDouble()
                        + plan.path("Rows Removed by Filter").asDouble()
                        + plan.path("Rows Removed by Index Recheck").asDouble();
                rows = Math.round(each * plan.path("Actual Loops").asDouble());
            }
            for (JsonNode below : plan.path("Plans")) {
                rows += rows(below);
            }
            return rows;
        }

        /** The first line of its comment. */
        private static String name(String sql) {
            return sql.lines().findFirst().orElseThrow();
        }
    }

    @Test
    void noStatement_touchesMoreThanAWindow() {
        try (Scene scene = new Scene();
                HikariDataSource pool =
                        new EngineConfiguration.Enabled().enginePool(TestPools.of(scene.database), properties())) {
            scene.charges(ROWS);
            scene.jdbc.sql("vacuum analyze rate_plan_charge").update();
            scene.jdbc
                    .sql("alter table backfill_audit set (autovacuum_enabled = off)")
                    .update();
            Explained explained = new Explained(pool);
            JobWorker worker = new JobWorker(
                    new Equipment(
                            new JobStatements(explained, properties().failureLimit(), MissingOriginals.ACCEPT),
                            properties(),
                            Scene.UNTHROTTLED,
                            new EngineMetrics(new SimpleMeterRegistry()),
                            Clock.systemUTC()),
                    new RunningJobs());

            JobKey job = scene.create();
            Scene.runToTheEnd(worker, PartitionKey.first(job));
            assertThat(scene.job(job).status()).isEqualTo(JobStatus.COMPLETED);
            JobKey undo = new Undo(scene.database.dataSource(), key -> {}).begin(job, "jane");
            Scene.runToTheEnd(worker, PartitionKey.first(undo));
            assertThat(scene.job(undo).status()).isEqualTo(JobStatus.COMPLETED);

            assertThat(explained.touched).hasSizeGreaterThanOrEqualTo(8);
            // Which job set the date of a charge: of each job at most one block of the audit.
            long asked = explained.explain(
                    SqlFile.of(Undo.class, "audit.sql").text(),
                    new MapSqlParameterSource("tenantId", 1)
                            .addValue(
                                    "chargeId",
                                    scene.jdbc
                                            .sql(
                                                    "select charge_id from rate_plan_charge order by charge_key offset 300000 limit 1")
                                            .query(String.class)
                                            .single())
                            .addValue("entityId", null));
            assertThat(asked).isBetween(1L, 2 * 32_768L);

            assertThat(explained.touched)
                    .allSatisfy((statement, rows) -> assertThat(rows).isLessThanOrEqualTo(MOST));
        }
    }

    private static EngineProperties properties() {
        EngineProperties p = Scene.PROPERTIES;
        return new EngineProperties(
                true,
                1,
                Integer.MAX_VALUE,
                1,
                // As few chunks as there are stripes: each is done twice here.
                Duration.ofMinutes(1),
                WINDOW,
                3,
                p.failedShare(),
                p.failedRows(),
                MissingOriginals.ACCEPT,
                p.heartbeatInterval(),
                p.missedHeartbeats(),
                p.pollInterval(),
                p.sweepInterval(),
                Duration.ofSeconds(30),
                p.drainTimeout());
    }
}
