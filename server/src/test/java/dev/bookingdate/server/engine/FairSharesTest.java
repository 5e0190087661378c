package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.job.BackfillJob;
import dev.bookingdate.server.job.JobStatus;
import dev.bookingdate.server.job.Jobs;
import dev.bookingdate.server.job.TestJobs;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.util.unit.DataSize;

/** Many jobs and few threads: what waits for something else holds no thread, and nobody waits behind others' many jobs. */
@Tag("long")
class FairSharesTest {

    private static final EngineProperties PROPERTIES = Scene.properties(2, Duration.ofSeconds(1));

    private static final ThrottleProperties SLOWLY =
            new ThrottleProperties(100, null, DataSize.ofBytes(0), true, Duration.ofMinutes(5));

    private record Started(Caller caller, String job) {}

    private final Scene scene = new Scene();
    private final Jobs jobs =
            TestJobs.create(scene.database.dataSource(), new SharedJobQueue(scene.database.dataSource()));

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aSmallJob_isDoneSoon_whileTenOthersWait_andEachOfThemStopsAtOnce() throws SQLException {
        List<Started> waiting = new ArrayList<>();
        try (EngineNode node = EngineNode.start(scene.database, PROPERTIES, SLOWLY);
                Connection user = scene.database.plainDataSource().getConnection()) {
            // The limit lets these go on for half a minute each, and these stand behind a user.
            for (int number = 0; number < 10; number++) {
                charges(10 + number % 2, number, 3_000);
            }
            user.setAutoCommit(false);
            try (Statement statement = user.createStatement()) {
                statement.execute("select from rate_plan_charge where tenant_id = 11 for update");
            }
            for (int number = 0; number < 10; number++) {
                waiting.add(create(10 + number % 2, number));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            waiting.stream().allMatch(started -> job(started).throttleReason() != null));

            charges(12, 0, 20);
            Started small = create(12, 0);
            await().atMost(Duration.ofSeconds(5)).until(() -> job(small).status() == JobStatus.COMPLETED);

            int holder = user.unwrap(PGConnection.class).getBackendPID();
            for (Started started : waiting) {
                String reason = started.caller().tenantId() == 10
                        ? "a limit of 100 records per second"
                        : "waits for a lock of another transaction \\(process " + holder + ", open for [0-9]+ s\\)";
                await().atMost(Duration.ofSeconds(5))
                        .until(() ->
                                String.valueOf(job(started).throttleReason()).matches(reason));
            }
            waiting.forEach(started -> jobs.stop(started.caller(), started.job()));
            await().atMost(Duration.ofSeconds(2))
                    .until(() ->
                            waiting.stream().allMatch(started -> job(started).status() == JobStatus.STOPPED));
            assertThat(node.meters.counter("bookingdate.takeovers").count()).isZero();
        }
    }

    @Test
    void aTenantWithOneJob_waitsForNoOtherTenantsLongJobs() {
        scene.jdbc.sql("""
                        create function slowly() returns trigger language plpgsql as $$
                        begin
                            perform pg_sleep(0.002);
                            return new;
                        end $$;
                        create trigger slowly before update on rate_plan_charge
                            for each row when (new.tenant_id = 10) execute function slowly()
                        """).update();
        charges(10, 0, 10_000);
        charges(10, 1, 10_000);
        try (EngineNode node = EngineNode.start(scene.database, PROPERTIES, Scene.UNTHROTTLED)) {
            Started one = create(10, 0);
            Started other = create(10, 1);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> job(one).recordsProcessed() > 0 && job(other).recordsProcessed() > 0);

            charges(12, 0, 20);
            Started small = create(12, 0);
            await().atMost(Duration.ofSeconds(5)).until(() -> job(small).status() == JobStatus.COMPLETED);

            assertThat(job(one).status()).isEqualTo(job(other).status()).isEqualTo(JobStatus.PROCESSING);
            assertThat(node.meters.counter("bookingdate.takeovers").count()).isZero();
        }
    }

    private Started create(long tenant, int entity) {
        Caller caller = new Caller(tenant, "u".repeat(32), "jane", entity(entity), null);
        return new Started(caller, jobs.create(caller).toString());
    }

    private BackfillJob job(Started started) {
        return jobs.get(started.caller(), started.job());
    }

    private static UUID entity(int number) {
        return new UUID(0, 1000L + number);
    }

    private void charges(long tenant, int entity, int rows) {
        scene.jdbc
                .sql("""
                        insert into tenant values (:tenant, 'Busy', 'UTC', false) on conflict do nothing;
                        insert into entity values (:tenant, :entity, 'e');
                        insert into rate_plan_charge
                            (tenant_id, entity_id, created_on, segment, version, booking_date, charge_id, original_id)
                        select :tenant, :entity, timestamptz '2020-01-01 00:00+00' + i * interval '37 minutes', 1, 1, null,
                               md5(:entity || ' ' || i), md5(:entity || ' ' || i)
                        from generate_series(1, :rows) i
                        """)
                .param("tenant", tenant)
                .param("entity", entity(entity))
                .param("rows", rows)
                .update();
    }
}
