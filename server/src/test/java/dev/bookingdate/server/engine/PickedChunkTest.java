package dev.bookingdate.server.engine;

import static dev.bookingdate.server.engine.Scene.ENTITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** Charges that are picked by their keys, and those that are looked for in their window: the same ones. */
class PickedChunkTest {

    private static final int STRIPES = 7;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void partsOfStripes_pickedOrScanned_findEachChargeInScopeOnce() {
        scene.charges(2_000);
        // Keys without a charge, and charges of others.
        scene.jdbc.sql("""
                        delete from rate_plan_charge where charge_key % 5 = 2 or charge_key between 900 and 1100;
                        update rate_plan_charge set org_id = 'apac' where charge_key % 11 = 3
                        """).update();
        long inScope = scene.jdbc
                .sql("select count(*) from rate_plan_charge where org_id in ('eu', 'us')")
                .query(Long.class)
                .single();
        JobKey job = scene.create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(job)).orElseThrow();
        Scene.cut(node, claim, 1_000_000, 1, new RunningJob());
        Random random = new Random(11);
        Position position = claim.position().inWindow(2_000);
        long records = 0;
        while (position.windowTo() != null) {
            long to = Math.min(position.end(), position.after() + 1 + random.nextInt(700));
            Chunk chunk = new Chunk(position, STRIPES, to, random.nextBoolean(), random.nextInt(3) > 0);
            Done done = node.chunk(claim, chunk, new RunningJob()).orElseThrow();
            records += done.records();
            position = done.next();
        }

        assertThat(records).isEqualTo(inScope);
        assertThat(scene.jdbc
                        .sql("select count(*) from rate_plan_charge where org_id = 'apac' and charge_key ="
                                + " any (array(select charge_key from backfill_change))")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(scene.audited(job))
                .isEqualTo(scene.job(job).recordsUpdated())
                .isPositive();
        assertThat(scene.auditedButDifferent(job)).isZero();
        assertThat(scene.jdbc.sql("""
                                select count(*) from backfill_audit
                                where first_key % stripes <> last_key % stripes or stripes <> 7
                                """).query(Long.class).single()).isZero();
    }

    @Test
    void chargesArePicked_whereTheirKeysAreDense() {
        scene.charges(16_000);
        assertThat(statementsOfAJob()).containsExactly("picked");
        keepEach(8);
        assertThat(statementsOfAJob()).containsExactly("picked");
        keepEach(16);
        assertThat(statementsOfAJob()).contains("scanned");
    }

    @Test
    void bothBeginAlike_sinceTestsUnderFaultsKnowAChunkByItsFirstLine() {
        assertThat(firstLine("picked-chunk.sql")).isEqualTo(firstLine("chunk.sql"));
    }

    private static String firstLine(String file) {
        return SqlFile.of(JobStatements.class, file).text().lines().findFirst().orElseThrow();
    }

    private void keepEach(int keys) {
        scene.jdbc
                .sql(
                        "delete from rate_plan_charge where charge_key % :keys > 0; update rate_plan_charge set booking_date = null")
                .param("keys", keys)
                .update();
    }

    /** Runs a job, and tells how its chunks have found their charges. */
    private Set<String> statementsOfAJob() {
        Set<String> kinds = new TreeSet<>();
        List<String> all = new ArrayList<>();
        NamedParameterJdbcTemplate listening = new NamedParameterJdbcTemplate(scene.pool()) {
            @Override
            public <T> @Nullable T execute(String sql, SqlParameterSource values, PreparedStatementCallback<T> action) {
                all.add(sql);
                return super.execute(sql, values, action);
            }
        };
        JobKey job = scene.create();
        JobWorker worker = new JobWorker(
                new Equipment(
                        new JobStatements(listening, Scene.PROPERTIES.failureLimit(), MissingOriginals.ACCEPT),
                        Scene.PROPERTIES,
                        Scene.UNTHROTTLED,
                        new EngineMetrics(new SimpleMeterRegistry()),
                        Clock.systemUTC()),
                new RunningJobs());
        Scene.runToTheEnd(worker, PartitionKey.first(job));
        assertThat(scene.job(job).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(scene.jdbc
                        .sql("select count(*) from rate_plan_charge where entity_id = :entity and booking_date is null")
                        .param("entity", ENTITY)
                        .query(Long.class)
                        .single())
                .isZero();
        for (String sql : all) {
            if (sql.contains("insert into backfill_audit")) {
                kinds.add(sql.contains("generate_series") ? "picked" : "scanned");
            }
        }
        return kinds;
    }
}
