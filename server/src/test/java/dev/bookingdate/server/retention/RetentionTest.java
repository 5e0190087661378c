package dev.bookingdate.server.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.job.JobId;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.Undo;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is too old goes, in small steps and in the right order; what is in use stays. */
class RetentionTest {

    private static final UUID ENTITY = UUID.fromString("00000000-0000-4000-8000-0000000000e1");
    private static final RetentionProperties RULES =
            new RetentionProperties(Duration.ofDays(10), Duration.ofDays(20), Duration.ofMillis(20), 10, Duration.ZERO);

    private final AtomicInteger keys = new AtomicInteger();
    private TestDatabase database;
    private JdbcClient jdbc;
    private Undo undo;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        jdbc = JdbcClient.create(database.dataSource());
        undo = new Undo(database.dataSource(), key -> {});
        jdbc.sql("""
                        insert into tenant values (1, 'Moved', 'America/New_York', false);
                        insert into entity values (1, :entity, 'e1');
                        -- How many changes each statement has deleted.
                        create table deleted (records bigint);
                        create function note_deleted() returns trigger language plpgsql as $$
                        begin
                            insert into deleted select sum(changes) from gone;
                            return null;
                        end $$;
                        create trigger note_deleted after delete on backfill_audit
                            referencing old table as gone for each statement execute function note_deleted()
                        """).param("entity", ENTITY).update();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAuditGoesInSmallSteps_whenItIsOld_andItsJobWhenThatIsOldAsWell() throws Exception {
        JobKey young = job("COMPLETED", 9, 30);
        JobKey old = job("STOPPED", 11, 95);
        JobKey older = job("FAILED", 21, 25);
        JobKey oldest = job("COMPLETED", 22, 0);

        retention(RULES).round();

        assertThat(audited(young)).isEqualTo(30);
        assertThat(audited(old)).isZero();
        assertThat(failures(old)).isZero();
        assertThat(count("backfill_missing_original", old)).isZero();
        assertThat(count("backfill_missing_original", young)).isEqualTo(1);
        assertThat(failures(young)).isEqualTo(2);
        assertThat(left()).containsExactlyInAnyOrder(young, old);
        assertThat(jdbc.sql("select count(*) from backfill_progress")
                        .query(Long.class)
                        .single())
                .isEqualTo(4);
        List<Long> statements = jdbc.sql("select records from deleted where records > 0")
                .query(Long.class)
                .list();
        assertThat(statements)
                .hasSize(13)
                .allSatisfy(records -> assertThat(records).isBetween(1L, 10L));
        assertThat(audited(older)).isZero();
        assertThat(failures(oldest)).isZero();
    }

    @Test
    void whatIsGone_canNotBeUndone_andWhatIsLeft_can() throws Exception {
        JobKey young = job("COMPLETED", 9, 30);
        JobKey old = job("COMPLETED", 11, 30);

        retention(RULES).round();

        assertThatThrownBy(() -> undo.begin(old, "ops"))
                .hasMessageStartingWith("Job " + new JobId(old.jobId()) + " can't be undone any more:");
        assertThat(undo.begin(young, "ops")).isNotNull();
    }

    @Test
    void anActiveJob_andWhatAnActiveUndoNeeds_stay() throws Exception {
        JobKey old = job("COMPLETED", 30, 30);
        JobKey undoing = undo.begin(old, "ops");
        jdbc.sql("update backfill_job set created_on = now() - interval '40 days' where job_id = :job")
                .param("job", undoing.jobId())
                .update();

        retention(RULES).round();
        assertThat(audited(old)).isEqualTo(30);
        assertThat(left()).containsExactlyInAnyOrder(old, undoing);

        jdbc.sql("update backfill_job set status = 'COMPLETED', ended_on = now() where job_id = :job")
                .param("job", undoing.jobId())
                .update();
        retention(RULES).round();
        assertThat(audited(old)).isZero();
        // The undo still says what it undid.
        assertThat(left()).containsExactly(undoing);
    }

    @Test
    void aJobThatSomebodyIsAboutToUndo_isLeftAlone_andNotWaitedFor() throws Exception {
        JobKey old = job("COMPLETED", 30, 30);
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from backfill_job for share");

            retention(RULES).round();

            assertThat(audited(old)).isEqualTo(30);
            other.rollback();
        }
        retention(RULES).round();
        assertThat(left()).isEmpty();
    }

    @Test
    void oneNodeAtATime() throws Exception {
        JobKey old = job("COMPLETED", 11, 30);
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(1112162374, 1)");
            retention(RULES).round();
            assertThat(audited(old)).isEqualTo(30);
            statement.execute("select pg_advisory_unlock(1112162374, 1)");
        }
        retention(RULES).round();
        assertThat(audited(old)).isZero();
        // The lock has gone with the round.
        JobKey another = job("COMPLETED", 11, 30);
        retention(RULES).round();
        assertThat(audited(another)).isZero();
    }

    @Test
    void aRoundThatWasCutShort_isGoneOnWith() throws Exception {
        JobKey old = job("COMPLETED", 11, 30);
        jdbc.sql("update backfill_job set audit_expired_on = now()").update();
        jdbc.sql("delete from backfill_audit where first_key <= 17").update();

        // Whatever is configured by now: it can't be undone any more.
        retention(keep(Duration.ZERO, Duration.ZERO)).round();

        assertThat(audited(old)).isZero();
        assertThat(left()).containsExactly(old);
    }

    @Test
    void zero_keepsForEver() throws Exception {
        JobKey old = job("COMPLETED", 4000, 30);
        retention(keep(Duration.ZERO, Duration.ZERO)).round();
        assertThat(audited(old)).isEqualTo(30);

        retention(keep(Duration.ofDays(10), Duration.ZERO)).round();
        assertThat(audited(old)).isZero();
        assertThat(left()).containsExactly(old);

        assertThatThrownBy(() -> keep(Duration.ZERO, Duration.ofDays(1)))
                .hasMessageContaining("a job is deleted after its audit");
        assertThatThrownBy(() -> keep(Duration.ofDays(2), Duration.ofDays(1)))
                .hasMessageContaining("a job is deleted after its audit");
    }

    @Test
    void keysGoUntilNoneIsOld() throws Exception {
        keys.set(3);
        retention(RULES).round();
        assertThat(keys).hasValue(-1);
    }

    @Test
    void itRunsByItself_survivesAFailure_andStops() {
        JobKey old = job("COMPLETED", 11, 30);
        AtomicInteger rounds = new AtomicInteger();
        Retention retention = new Retention(
                () -> {
                    if (rounds.getAndIncrement() == 0) {
                        throw new SQLException("out of reach");
                    }
                    return database.dataSource().getConnection();
                },
                () -> 0,
                RULES);
        retention.start();
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> audited(old) == 0 && rounds.get() > 3);
        } finally {
            retention.stop();
        }
        assertThat(retention.isRunning()).isFalse();
    }

    private static RetentionProperties keep(Duration audit, Duration jobs) {
        return new RetentionProperties(audit, jobs, RULES.interval(), RULES.rows(), RULES.pause());
    }

    private Retention retention(RetentionProperties rules) {
        return new Retention(
                () -> database.plainDataSource().getConnection(), () -> keys.getAndDecrement() > 0 ? 1 : 0, rules);
    }

    /** A job that ended so many days ago, with two partitions, two failures, and so many changes. */
    private JobKey job(String status, int days, int changes) {
        UUID id = jdbc.sql("""
                        insert into backfill_job (tenant_id, entity_id, time_zone, upper_key, status, created_by, updated_by,
                                                  ended_on, stop_requested_on)
                        select 1, :entity, 'America/New_York', 100, :status, 'jane', 'jane',
                               now() - make_interval(days => :days), case when :status = 'STOPPED' then now() end
                        returning job_id
                        """)
                .param("entity", ENTITY)
                .param("status", status)
                .param("days", days)
                .query(UUID.class)
                .single();
        jdbc.sql("""
                        insert into backfill_progress (tenant_id, job_id, partition_no) values (1, :job, 0), (1, :job, 1);
                        insert into backfill_failure (tenant_id, job_id, charge_key, charge_id, reason)
                        values (1, :job, 1, 'c1', 'r'), (1, :job, 2, 'c2', 'r');
                        insert into backfill_missing_original values (1, :job, 3, 'c3', 'x');
                        insert into backfill_audit (tenant_id, job_id, first_key, last_key, stripes, key_steps, previous_dates, written_dates)
                        select 1, :job, i, i, 1, '{0}', '{null}', '{2024-01-01}' from generate_series(1, :changes) i
                        """).param("job", id).param("changes", changes).update();
        return new JobKey(1, id);
    }

    private long audited(JobKey job) {
        return count("backfill_change", job);
    }

    private long failures(JobKey job) {
        return count("backfill_failure", job);
    }

    private long count(String table, JobKey job) {
        return jdbc.sql("select count(*) from " + table + " where job_id = :job")
                .param("job", job.jobId())
                .query(Long.class)
                .single();
    }

    private List<JobKey> left() {
        return jdbc.sql("select tenant_id, job_id from backfill_job")
                .query((row, rowNumber) -> new JobKey(row.getLong(1), row.getObject(2, UUID.class)))
                .list();
    }
}
