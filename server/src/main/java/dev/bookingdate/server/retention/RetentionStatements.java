package dev.bookingdate.server.retention;

import dev.bookingdate.server.database.Pools;
import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.job.JobKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The statements that delete what is too old, each of them small, on one connection. */
final class RetentionStatements {

    private static final SqlFile LOCK_OLD = SqlFile.of(RetentionStatements.class, "lock-old.sql");
    private static final SqlFile EXPIRE = SqlFile.of(RetentionStatements.class, "expire.sql");
    private static final SqlFile NEXT_EXPIRED = SqlFile.of(RetentionStatements.class, "next-expired.sql");
    private static final SqlFile DELETE_AUDIT = SqlFile.of(RetentionStatements.class, "delete-audit.sql");
    private static final SqlFile DELETE_FAILURES = SqlFile.of(RetentionStatements.class, "delete-failures.sql");
    private static final SqlFile AUDIT_REMOVED = SqlFile.of(RetentionStatements.class, "audit-removed.sql");
    private static final SqlFile DELETE_JOBS = SqlFile.of(RetentionStatements.class, "delete-jobs.sql");

    /** Two numbers that nobody else locks: other advisory locks have a single one. */
    private static final String LOCK = "select pg_try_advisory_lock(1112162374, 1)";

    /** Whoever else wants a row comes first. */
    private static final String MANNERS =
            "set lock_timeout = '200ms'; set statement_timeout = '30s'; " + Pools.BY_INDEX;

    private static final RowMapper<JobKey> JOB =
            (row, rowNumber) -> new JobKey(row.getLong("tenant_id"), row.getObject("job_id", UUID.class));

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    /** @param connection one and the same for each statement */
    RetentionStatements(DataSource connection) {
        this.jdbc = JdbcClient.create(connection);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(connection));
    }

    /** Takes the lock that one node holds at a time, for as long as the connection lasts. */
    boolean lock() {
        jdbc.sql(MANNERS).update();
        return jdbc.sql(LOCK).query(Boolean.class).single();
    }

    /**
     * Lets the audit of the oldest jobs expire, unless an undo that is active needs it.
     *
     * @param most how many jobs are looked at
     * @return of how many jobs it has expired
     */
    int expire(Duration age, int most) {
        return transaction.execute(status -> {
            List<JobKey> old = jdbc.sql(LOCK_OLD.text())
                    .param("seconds", (double) age.toSeconds())
                    .param("jobs", most)
                    .query(JOB)
                    .list();
            return old.stream().mapToInt(job -> update(EXPIRE, job)).sum();
        });
    }

    /** A job whose audit has expired, and is not gone yet. */
    Optional<JobKey> nextExpired() {
        return jdbc.sql(NEXT_EXPIRED.text()).query(JOB).optional();
    }

    /**
     * Deletes the next rows of a job's audit.
     *
     * @param after the last key of the statement before; 0 for the first one
     * @param rows how many changes they hold, about
     * @return empty when nothing is left
     */
    Optional<DeletedRange> deleteAudit(JobKey job, long after, int rows) {
        return delete(DELETE_AUDIT, job, after, rows);
    }

    /** Deletes the next charges of a job that it could not write, in the same way. */
    Optional<DeletedRange> deleteFailures(JobKey job, long after, int rows) {
        return delete(DELETE_FAILURES, job, after, rows);
    }

    private Optional<DeletedRange> delete(SqlFile sql, JobKey job, long after, int rows) {
        return jdbc.sql(sql.text())
                .param("tenantId", job.tenantId())
                .param("jobId", job.jobId())
                .param("after", after)
                .param("rows", rows)
                .query((row, rowNumber) -> new DeletedRange(row.getLong("last_key"), row.getLong("records")))
                .optional();
    }

    /** Notes that nothing but the job itself is left. */
    void auditRemoved(JobKey job) {
        var unused = update(AUDIT_REMOVED, job);
    }

    /**
     * Deletes the oldest jobs whose audit is gone.
     *
     * @param most how many at most
     * @return how many
     */
    int deleteJobs(Duration age, int most) {
        return jdbc.sql(DELETE_JOBS.text())
                .param("seconds", (double) age.toSeconds())
                .param("jobs", most)
                .update();
    }

    private int update(SqlFile sql, JobKey job) {
        return jdbc.sql(sql.text())
                .param("tenantId", job.tenantId())
                .param("jobId", job.jobId())
                .update();
    }
}
