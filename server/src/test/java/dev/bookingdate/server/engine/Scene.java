package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.job.BackfillJob;
import dev.bookingdate.server.job.JobId;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.Jobs;
import dev.bookingdate.server.job.TestJobs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** A database with tenants and charges, and nodes that can run jobs on it. */
final class Scene implements AutoCloseable {

    static final UUID ENTITY = UUID.fromString("00000000-0000-4000-8000-0000000000e1");
    static final UUID OTHER_ENTITY = UUID.fromString("00000000-0000-4000-8000-0000000000e2");
    static final Caller CALLER = new Caller(1, "u".repeat(32), "jane", ENTITY, List.of("eu", "us"));
    static final EngineProperties PROPERTIES = properties(1, Duration.ofMillis(300));

    /** When a partition was to be worked on, where that does not matter. */
    static final Instant DUE = Instant.now();

    static final ThrottleProperties UNTHROTTLED =
            new ThrottleProperties(0, null, DataSize.ofBytes(0), true, Duration.ofMinutes(5));

    final TestDatabase database = TestDatabase.create();
    final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    final Jobs jobs = TestJobs.create(database.dataSource(), key -> {});
    private final HikariDataSource pool;
    private final HikariDataSource patientPool;

    Scene() {
        pool = pool(PROPERTIES.lockTimeout());
        patientPool = pool(Duration.ofMinutes(1));
        jdbc.sql("""
                        insert into tenant values (1, 'Moved', 'America/New_York', true), (2, 'Other', 'Asia/Shanghai', false);
                        insert into entity values (1, :entity, 'e1'), (1, :other, 'e2'), (2, :entity, 'e1');
                        update engine_pulse set seen_on = 'infinity'
                        """).param("entity", ENTITY).param("other", OTHER_ENTITY).update();
    }

    /** Settings of a node with so many threads, whose chunks wait so long for a lock. */
    static EngineProperties properties(int threads, Duration lockTimeout) {
        return new EngineProperties(
                true,
                threads,
                1_000_000,
                32,
                Duration.ofMillis(50),
                1_000,
                11,
                0.05,
                10,
                MissingOriginals.ACCEPT,
                Duration.ofSeconds(1),
                4,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                lockTimeout,
                Duration.ofSeconds(10));
    }

    private HikariDataSource pool(Duration lockTimeout) {
        HikariDataSource connections = new HikariDataSource();
        connections.setJdbcUrl(database.url());
        connections.setUsername(database.user());
        connections.setPassword(database.password());
        connections.setMaximumPoolSize(8);
        connections.setMinimumIdle(0);
        connections.setConnectionInitSql(
                "set plan_cache_mode = force_custom_plan; set enable_seqscan = off; set lock_timeout = "
                        + lockTimeout.toMillis());
        return connections;
    }

    DataSource pool() {
        return pool;
    }

    /** Statements of one node. */
    JobStatements statements() {
        return statements(pool);
    }

    private static JobStatements statements(DataSource pool) {
        return new JobStatements(
                new NamedParameterJdbcTemplate(pool), PROPERTIES.failureLimit(), MissingOriginals.ACCEPT);
    }

    /** The same, waiting for a user's lock much longer than a test does. */
    JobStatements patientStatements() {
        return statements(patientPool);
    }

    /** A worker of one node. */
    JobWorker worker(RunningJobs running) {
        return worker(pool, running, PROPERTIES.partitionRows());
    }

    /** A worker that cuts jobs into partitions of so many charges, and puts them into the queue. */
    JobWorker worker(RunningJobs running, long partitionRows) {
        return worker(pool, running, partitionRows);
    }

    /** The same, waiting for a user's lock much longer than a test does. */
    JobWorker patientWorker(RunningJobs running, long partitionRows) {
        return worker(patientPool, running, partitionRows);
    }

    /** A worker of a node that lets such a share of charges fail. */
    JobWorker worker(double failedShare) {
        return worker(failedShare, MissingOriginals.ACCEPT);
    }

    /** The same, with charges whose original is not in the data treated like this. */
    JobWorker worker(double failedShare, MissingOriginals missingOriginals) {
        EngineProperties properties = properties(PROPERTIES.partitionRows(), failedShare, missingOriginals);
        JobStatements statements = new JobStatements(
                new NamedParameterJdbcTemplate(pool), properties.failureLimit(), properties.missingOriginals());
        return new JobWorker(equipment(statements, properties, UNTHROTTLED), new RunningJobs());
    }

    private static JobWorker worker(DataSource pool, RunningJobs running, long partitionRows) {
        EngineProperties properties = properties(partitionRows, PROPERTIES.failedShare(), MissingOriginals.ACCEPT);
        return new JobWorker(equipment(statements(pool), properties, UNTHROTTLED), running);
    }

    /** A worker that is throttled. */
    JobWorker worker(RunningJobs running, ThrottleProperties throttle, Clock clock, MeterRegistry meters) {
        return new JobWorker(
                new Equipment(statements(), PROPERTIES, throttle, new EngineMetrics(meters), clock), running);
    }

    private static Equipment equipment(
            JobStatements statements, EngineProperties properties, ThrottleProperties throttle) {
        return new Equipment(
                statements, properties, throttle, new EngineMetrics(new SimpleMeterRegistry()), Clock.systemUTC());
    }

    private static EngineProperties properties(
            long partitionRows, double failedShare, MissingOriginals missingOriginals) {
        EngineProperties p = PROPERTIES;
        return new EngineProperties(
                p.enabled(),
                p.threads(),
                partitionRows,
                p.maxPartitions(),
                p.chunkTarget(),
                p.windowRows(),
                p.stripes(),
                failedShare,
                p.failedRows(),
                missingOriginals,
                p.heartbeatInterval(),
                p.missedHeartbeats(),
                p.pollInterval(),
                p.sweepInterval(),
                p.lockTimeout(),
                p.drainTimeout());
    }

    /** A worker that waits for a user's lock much longer than a test does. */
    JobWorker patientWorker(RunningJobs running) {
        return worker(patientPool, running, PROPERTIES.partitionRows());
    }

    JobWorker worker() {
        return worker(new RunningJobs());
    }

    /** Works on a partition as the queue lets a worker: again when it is due, until nothing is left to do. */
    static Outcome runToTheEnd(JobWorker worker, PartitionKey key) {
        Outcome outcome = worker.run(key, DUE);
        for (Instant due = outcome.goesOn(); due != null; due = outcome.goesOn()) {
            Instant next = due;
            await().atMost(Duration.ofMinutes(1)).until(() -> !Instant.now().isBefore(next));
            outcome = worker.run(key, next);
        }
        return outcome;
    }

    JobKey create() {
        return key(jobs.create(CALLER));
    }

    /** All that is left of the stripe at a position. */
    static Chunk rest(Position from, int stripes) {
        return new Chunk(from, stripes, from.end(), false, false);
    }

    /** Counts the charges of a job, some at a time, and cuts it. */
    static Optional<Cut> cut(
            JobStatements node, Claim claim, long partitionRows, int maxPartitions, RunningJob running) {
        Claim counted = claim;
        while (!counted.isCounted()) {
            Optional<Long> key = node.count(counted, partitionRows, 3_000, running);
            if (key.isEmpty()) {
                return Optional.empty();
            }
            counted = counted.countedTo(key.get());
        }
        return node.cut(counted, partitionRows, maxPartitions, running);
    }

    static JobKey key(JobId id) {
        return new JobKey(CALLER.tenantId(), id.value());
    }

    static String text(JobKey key) {
        return new JobId(key.jobId()).toString();
    }

    BackfillJob job(JobKey key) {
        return jobs.get(CALLER, text(key));
    }

    void charge(
            String id,
            String originalId,
            @Nullable String createdOn,
            @Nullable String bookingDate,
            UUID entity,
            @Nullable String org) {
        jdbc.sql("""
                        insert into rate_plan_charge
                            (tenant_id, entity_id, created_on, segment, version, booking_date, charge_id, original_id, org_id)
                        values (1, :entity, cast(:createdOn as timestamptz), 1, 1, cast(:bookingDate as date), :id, :originalId, :org)
                        """)
                .param("entity", entity)
                .param("createdOn", createdOn)
                .param("bookingDate", bookingDate)
                .param("id", id)
                .param("originalId", originalId)
                .param("org", org)
                .update();
    }

    /** Lineages of three rows each; in every tenth the original is missing from the data. */
    void charges(int rows) {
        jdbc.sql("""
                        insert into rate_plan_charge
                            (tenant_id, entity_id, created_on, segment, version, booking_date, charge_id, original_id, org_id)
                        select 1, :entity, timestamptz '2020-01-01 00:00+00' + i * interval '37 minutes', 1 + i % 3, 1,
                               case i % 4 when 0 then null else date '2021-01-01' end,
                               md5(i::text),
                               md5(case when i / 3 % 10 = 0 then 'missing ' || i / 3 else (i - i % 3)::text end),
                               case i % 2 when 0 then 'us' else 'eu' end
                        from generate_series(1, :rows) i;
                        analyze rate_plan_charge
                        """).param("entity", ENTITY).param("rows", rows).update();
    }

    @Nullable
    String bookingDate(String id) {
        return jdbc.sql("select booking_date::text from rate_plan_charge where charge_id = :id")
                .param("id", id)
                .query((row, rowNumber) -> new String[] {row.getString(1)})
                .single()[0];
    }

    /** How many charges of tenant 1 are not what they have to be; another way to the answer than the engine's. */
    long wrongRows() {
        return jdbc.sql("""
                        with born as (
                            select coalesce(min(created_on) filter (where charge_id = original_id), min(created_on)) as born_on,
                                   original_id
                            from rate_plan_charge where tenant_id = 1 group by original_id)
                        select count(*) from rate_plan_charge c join born using (original_id)
                        where c.tenant_id = 1 and (c.booking_date is null
                           or to_char(born_on at time zone 'America/New_York', 'YYYY-MM-DD') <> to_char(c.booking_date, 'YYYY-MM-DD'))
                        """).query(Long.class).single();
    }

    /** How many charges the job has audited, each of them once. */
    long audited(JobKey key) {
        assertThat(jdbc.sql("select charge_key from backfill_change where job_id = :job group by 1 having count(*) > 1")
                        .param("job", key.jobId())
                        .query(Long.class)
                        .list())
                .isEmpty();
        return jdbc.sql("select count(*) from backfill_change where job_id = :job")
                .param("job", key.jobId())
                .query(Long.class)
                .single();
    }

    /** Audited rows that do not hold what the audit says was written. */
    long auditedButDifferent(JobKey key) {
        return jdbc.sql("""
                        with change as materialized (select * from backfill_change where job_id = :job)
                        select count(*) from change a join rate_plan_charge c using (tenant_id, charge_key)
                        where c.booking_date is distinct from a.written_date
                        """).param("job", key.jobId()).query(Long.class).single();
    }

    @Override
    public void close() {
        pool.close();
        patientPool.close();
        database.close();
    }

    /** False when the job had ended before. */
    boolean stop(JobKey key) {
        try {
            jobs.stop(CALLER, text(key));
            return true;
        } catch (RequestRefused refused) {
            assertThat(refused.status()).isEqualTo(409);
            return false;
        }
    }

    long waitingForALock() {
        return jdbc.sql(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
                .query(Long.class)
                .single();
    }
}
