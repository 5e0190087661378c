package dev.bookingdate.server.job;

import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.error.RequestRefused;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Jobs as whoever operates the server sees and moves them: those of every tenant, without a caller and its scope. */
final class OperatedJobs {

    /** A job, whose it is, and the limit of its own; null where the servers' settings decide. */
    record OperatedJob(long tenantId, @Nullable Long rowsPerSecond, BackfillJob job) {}

    /** What a job has set the booking date of a charge to; a date may be null, or infinite. */
    record ChargeChange(
            UUID entityId,
            UUID jobId,
            @Nullable UUID undoes,
            String createdBy,
            Instant startedOn,
            @Nullable String previousDate,
            @Nullable String writtenDate) {}

    private static final SqlFile AUDIT = SqlFile.of(OperatedJobs.class, "audit.sql");
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
     * Which jobs have set the booking date of a charge, the latest first; those whose audit is kept.
     *
     * @param entityId null for any
     */
    List<ChargeChange> changesOf(String chargeId, long tenantId, @Nullable UUID entityId) {
        return jdbc.sql(AUDIT.text())
                .param("tenantId", tenantId)
                .param("chargeId", chargeId)
                .param("entityId", entityId)
                .query((row, number) -> new ChargeChange(
                        row.getObject("entity_id", UUID.class),
                        row.getObject("job_id", UUID.class),
                        row.getObject("undoes", UUID.class),
                        row.getString("created_by"),
                        row.getObject("started_on", OffsetDateTime.class).toInstant(),
                        row.getString("previous_date"),
                        row.getString("written_date")))
                .list();
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
                .query((row, number) -> new JobId(row.getObject("job_id", UUID.class)))
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
