package dev.bookingdate.server.job;

import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.error.RequestRefused;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Jobs as whoever operates the server sees and moves them: those of every tenant, without a caller and its scope. */
final class OperatedJobs {

    /** A job, whose it is, and the limit of its own; null where the servers' settings decide. */
    record OperatedJob(long tenantId, @Nullable Long rowsPerSecond, BackfillJob job) {}

    private static final SqlFile JOBS = SqlFile.of(OperatedJobs.class, "operated.sql");
    private static final SqlFile THROTTLE = SqlFile.of(OperatedJobs.class, "throttle.sql");
    private static final RowMapper<BackfillJob> JOB = new BackfillJobRow();
    private static final RowMapper<OperatedJob> ROW = (row, number) -> new OperatedJob(
            row.getLong("tenant_id"), row.getObject("rows_per_second", Long.class), JOB.mapRow(row, number));

    private final JdbcClient jdbc;
    private final Jobs jobs;

    OperatedJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.jobs = new Jobs(jdbc, jdbc, key -> {
            throw new IllegalStateException("nothing is created here");
        });
    }

    /**
     * The newest jobs.
     *
     * @param tenantId null for all
     * @param active whether only those count that are ACCEPTED or PROCESSING
     */
    List<OperatedJob> newest(@Nullable Long tenantId, boolean active, int limit) {
        return query(null, tenantId, active, limit);
    }

    Optional<OperatedJob> find(JobId id) {
        return query(id, null, false, 1).stream()
                .map(found -> new OperatedJob(
                        found.tenantId(), found.rowsPerSecond(), jobs.withPreview(found.tenantId(), found.job())))
                .findFirst();
    }

    /**
     * Stops a job by the statement that the API uses, for the orgs of the job itself.
     *
     * @throws RequestRefused when it is COMPLETED or FAILED
     */
    void stop(OperatedJob operated, String username) {
        BackfillJob job = operated.job();
        jobs.stop(
                new Caller(operated.tenantId(), "", username, job.entityId(), job.orgIds()),
                job.id().toString());
    }

    /**
     * Limits one active job, or all of them.
     *
     * @param id null for all
     * @param rowsPerSecond null for what the servers' settings say
     * @return those that are limited now
     */
    List<JobId> throttle(@Nullable JobId id, @Nullable Long rowsPerSecond, String username) {
        return jdbc.sql(THROTTLE.text())
                .param("jobId", id == null ? null : id.value())
                .param("rowsPerSecond", rowsPerSecond)
                .param("username", username)
                .param("channel", JobNotice.CHANNEL)
                .param("notice", JobNotice.Kind.THROTTLE.name())
                .query((row, number) -> new JobId(row.getObject("job_id", java.util.UUID.class)))
                .list();
    }

    private List<OperatedJob> query(@Nullable JobId id, @Nullable Long tenantId, boolean active, int limit) {
        return jdbc.sql(JOBS.text())
                .param("jobId", id == null ? null : id.value())
                .param("tenantId", tenantId)
                .param("active", active)
                .param("limit", limit)
                .query(ROW)
                .list();
    }
}
