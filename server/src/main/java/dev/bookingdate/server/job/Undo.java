package dev.bookingdate.server.job;

import dev.bookingdate.server.command.CommandRefusedException;
import dev.bookingdate.server.database.SqlFile;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Undoes a job by another job, which puts back the booking dates that the first one found, where a charge still holds what it
 * wrote. Asked for by whoever operates the server, not by a caller of the API: so it knows no scope but the undone job's.
 */
public final class Undo {

    private static final SqlFile CREATE = SqlFile.of(Undo.class, "create-undo.sql");
    private static final SqlFile WHY_NOT = SqlFile.of(Undo.class, "why-not-undone.sql");
    private static final SqlFile PROGRESS = SqlFile.of(Undo.class, "undo-progress.sql");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Jobs jobs;

    /** @param queue writes within the transaction of the current thread on {@code database} */
    public Undo(DataSource database, JobQueue queue) {
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        this.jobs = new Jobs(jdbc, jdbc, queue);
    }

    /**
     * Accepts a job that undoes another one. The nodes run it as they run any.
     *
     * @param username the name that the job shows
     * @throws CommandRefusedException when there is nothing to undo, the audit has expired, or a job is active
     */
    public JobKey begin(JobKey undone, String username) {
        return transaction.execute(status -> {
            UUID id = jdbc.sql(CREATE.text())
                    .param("tenantId", undone.tenantId())
                    .param("jobId", undone.jobId())
                    .param("username", username)
                    .query(UUID.class)
                    .optional()
                    .orElseThrow(() -> refusal(undone));
            JobKey key = new JobKey(undone.tenantId(), id);
            jobs.accept(key);
            return key;
        });
    }

    /** How far a job is that {@link #begin} made. */
    UndoProgress progress(JobKey key) {
        return jdbc.sql(PROGRESS.text())
                .param("tenantId", key.tenantId())
                .param("jobId", key.jobId())
                .query(UndoProgress.class)
                .single();
    }

    private CommandRefusedException refusal(JobKey key) {
        String name = "Job " + new JobId(key.jobId());
        String why = jdbc.sql(WHY_NOT.text())
                .param("tenantId", key.tenantId())
                .param("jobId", key.jobId())
                .query(Standing.class)
                .optional()
                .map(standing -> standing.whyNot(name))
                .orElse("Tenant " + key.tenantId() + " has no job " + new JobId(key.jobId()) + ".");
        return new CommandRefusedException(why);
    }

    private record Standing(
            JobStatus status,
            @Nullable OffsetDateTime auditExpiredOn,
            String timeZone,
            boolean audited,
            @Nullable UUID activeJob) {

        String whyNot(String name) {
            if (status == JobStatus.ACCEPTED || status == JobStatus.PROCESSING) {
                return name + " is " + status + ": wait until it is at rest, or stop it.";
            }
            if (auditExpiredOn != null) {
                return name + " can't be undone any more: what was there before has been deleted since "
                        + readable(auditExpiredOn.toInstant()) + ".";
            }
            if (!audited) {
                return name + " has changed nothing, so there is nothing to undo.";
            }
            return activeJob == null
                    // It has ended since.
                    ? "Another job of the same tenant and entity was active. Try again."
                    : "Another job of the same tenant and entity is active: " + new JobId(activeJob) + ".";
        }

        private String readable(Instant instant) {
            return ReadableTime.format(instant, ZoneId.of(timeZone));
        }
    }
}
