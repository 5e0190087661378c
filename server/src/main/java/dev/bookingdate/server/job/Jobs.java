package dev.bookingdate.server.job;

import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.database.Pools;
import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.database.TextArray;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Creates, reads and stops jobs. A job that the caller may not see does not exist for it. */
@Service
public class Jobs {

    private static final SqlFile CREATE = SqlFile.of(Jobs.class, "create.sql");
    private static final SqlFile FIND = SqlFile.of(Jobs.class, "find.sql");
    private static final SqlFile LIST = SqlFile.of(Jobs.class, "list.sql");
    private static final SqlFile STOP = SqlFile.of(Jobs.class, "stop.sql");
    private static final BackfillJobRow ROW = new BackfillJobRow();

    /** In the database's order, which takes the bits without a sign. */
    private static final UUID AFTER_EVERY_JOB = new UUID(-1, -1);

    private final JdbcClient jdbc;
    private final JdbcClient stops;
    private final JobQueue queue;
    private final Previews previews;

    Jobs(JdbcClient jdbc, @Qualifier(Pools.STOP) JdbcClient stops, JobQueue queue) {
        this.jdbc = jdbc;
        this.stops = stops;
        this.queue = queue;
        this.previews = new Previews(jdbc);
    }

    /**
     * Accepts a job over all charges that the caller reaches at this moment.
     *
     * @throws RequestRefused 409, category 50, while another job of the same tenant and entity is active
     */
    // Nothing was written then; and who has begun the transaction may have something to write about the refusal.
    @Transactional(noRollbackFor = RequestRefused.class)
    public JobId create(Caller caller) {
        return create(caller, false);
    }

    /**
     * Accepts a job that finds out what {@link #create} would change, and changes nothing.
     *
     * @throws RequestRefused 409, category 50, while another job of the same tenant and entity is active
     */
    @Transactional(noRollbackFor = RequestRefused.class)
    public JobId createDryRun(Caller caller) {
        return create(caller, true);
    }

    private JobId create(Caller caller, boolean dryRun) {
        UUID id = jdbc.sql(CREATE.text())
                .param("tenantId", caller.tenantId())
                .param("entityId", caller.entityId())
                .param("orgIds", TextArray.literal(caller.orgIds()))
                .param("dryRun", dryRun)
                .param("username", caller.username())
                .query(UUID.class)
                .optional()
                .orElseThrow(() -> activeJobExists(caller));
        accept(new JobKey(caller.tenantId(), id));
        return new JobId(id);
    }

    /** Gives a new job, in the transaction that makes it, what it needs to be run. */
    void accept(JobKey key) {
        jdbc.sql("insert into backfill_progress (tenant_id, job_id) values (:tenantId, :jobId)")
                .param("tenantId", key.tenantId())
                .param("jobId", key.jobId())
                .update();
        queue.add(key);
        tellAllNodes(new JobNotice(JobNotice.Kind.CREATED, key));
    }

    /**
     * Tells how a job stands.
     *
     * @throws RequestRefused 404, category 40, when the caller sees no job of that id
     */
    public BackfillJob get(Caller caller, String jobId) {
        return JobId.parse(jobId)
                .flatMap(id -> find(caller, id))
                .map(job -> withPreview(caller.tenantId(), job))
                .orElseThrow(Jobs::notFound);
    }

    /**
     * Lists the jobs that the caller sees, newest first.
     *
     * @param size how many at most, 1 to 1000
     * @param cursor {@link JobPage#next} of the page before; null for the first one
     * @throws RequestRefused 400, category 27, when the cursor is not one of this server
     */
    public JobPage list(Caller caller, int size, @Nullable String cursor) {
        UUID before = cursor == null
                ? AFTER_EVERY_JOB
                : JobCursor.parse(cursor).orElseThrow(Jobs::invalidCursor).value();
        List<BackfillJob> jobs = jdbc.sql(LIST.text())
                .param("tenantId", caller.tenantId())
                .param("entityId", caller.entityId())
                .param("orgIds", TextArray.literal(caller.orgIds()))
                .param("before", before)
                .param("limit", size + 1)
                .query(ROW)
                .list();
        if (jobs.size() <= size) {
            return new JobPage(jobs, null);
        }
        return new JobPage(
                jobs.subList(0, size), JobCursor.after(jobs.get(size - 1).id()));
    }

    /**
     * Stops a job: when this returns, the job will never be COMPLETED. It may be repeated; a job that was stopped before
     * is not written again.
     *
     * @throws RequestRefused 404, category 40, when the caller sees no job of that id; 409, category 30, when the job is
     *     COMPLETED or FAILED
     */
    public void stop(Caller caller, String jobId) {
        JobId id = JobId.parse(jobId).orElseThrow(Jobs::notFound);
        StopAnswer answer = askToStop(caller, id);
        if (!answer.promised() && answer.isActive()) {
            // It was stopped, or came to its end, while the statement waited for its row: now that can be seen.
            answer = askToStop(caller, id);
        }
        if (!answer.promised()) {
            throw answer.refusal();
        }
    }

    private StopAnswer askToStop(Caller caller, JobId id) {
        JobKey key = new JobKey(caller.tenantId(), id.value());
        return stops.sql(STOP.text())
                .param("tenantId", caller.tenantId())
                .param("entityId", caller.entityId())
                .param("orgIds", TextArray.literal(caller.orgIds()))
                .param("jobId", id.value())
                .param("username", caller.username())
                .param("channel", JobNotice.CHANNEL)
                .param("stop", new JobNotice(JobNotice.Kind.STOP, key).toString())
                .param("atRest", new JobNotice(JobNotice.Kind.AT_REST, key).toString())
                .query((row, rowNumber) -> StopAnswer.of(row))
                .optional()
                .orElseThrow(Jobs::notFound);
    }

    private Optional<BackfillJob> find(Caller caller, JobId id) {
        return jdbc.sql(FIND.text())
                .param("tenantId", caller.tenantId())
                .param("entityId", caller.entityId())
                .param("orgIds", TextArray.literal(caller.orgIds()))
                .param("jobId", id.value())
                .query(ROW)
                .optional();
    }

    /** The same job, with what a dry run has found. */
    BackfillJob withPreview(long tenantId, BackfillJob job) {
        return job.dryRun() ? job.with(previews.of(tenantId, job)) : job;
    }

    private void tellAllNodes(JobNotice notice) {
        jdbc.sql("select pg_notify(:channel, :payload)")
                .param("channel", JobNotice.CHANNEL)
                .param("payload", notice.toString())
                .query((row, rowNumber) -> notice)
                .single();
    }

    private RequestRefused activeJobExists(Caller caller) {
        // The active job may touch an org that the caller doesn't see: then it has no name here.
        String name = jdbc.sql("""
                        select job_id from backfill_job
                        where tenant_id = :tenantId and entity_id = :entityId and status in ('ACCEPTED', 'PROCESSING')
                          and (org_ids is null or org_ids <@ cast(:orgIds as text[]))
                        """)
                .param("tenantId", caller.tenantId())
                .param("entityId", caller.entityId())
                .param("orgIds", TextArray.literal(caller.orgIds()))
                .query(UUID.class)
                .optional()
                .map(id -> ": " + new JobId(id))
                .orElse("");
        return new RequestRefused(
                ErrorCategory.LOCKING_CONTENTION,
                "Another booking date backfill job is active for this tenant, entity and org" + name + ".");
    }

    private static RequestRefused invalidCursor() {
        return new RequestRefused(
                ErrorCategory.INVALID_QUERY_PARAMETER, "cursor is not valid. Start again without it.");
    }

    private static RequestRefused notFound() {
        return new RequestRefused(ErrorCategory.NOT_FOUND, "No booking date backfill job with this id was found.");
    }
}
