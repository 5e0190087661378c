package dev.bookingdate.server.engine;

import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobNotice;
import dev.bookingdate.server.job.JobStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** The statements that move a job, one at a time and each in a transaction of its own. */
final class JobStatements {

    private static final SqlFile CLAIM = SqlFile.of(JobStatements.class, "claim.sql");
    private static final SqlFile TOTAL = SqlFile.of(JobStatements.class, "total.sql");
    private static final SqlFile WINDOW = SqlFile.of(JobStatements.class, "window.sql");
    private static final SqlFile CHUNK = SqlFile.of(JobStatements.class, "chunk.sql");
    private static final SqlFile END = SqlFile.of(JobStatements.class, "end.sql");

    private static final RowMapper<JobKey> KEY = (row, rowNumber) -> key(row);

    private final NamedParameterJdbcTemplate jdbc;

    JobStatements(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes a job over; empty when it is at rest, was asked to stop, or is unknown. */
    Optional<Claim> claim(JobKey key) {
        return jdbc.query(CLAIM.text(), of(key), (row, rowNumber) -> claim(row)).stream()
                .findFirst();
    }

    /** Counts the charges in scope and keeps the count; empty when another node holds the job. */
    Optional<Long> countTotal(Claim claim, RunningJob running) {
        return query(TOTAL, scope(claim).addValue("epoch", claim.epoch()), running, row -> row.getLong(1));
    }

    /** The last key of the window that begins after {@code position}. */
    long nextWindow(Claim claim, Position position, int rows, RunningJob running) {
        MapSqlParameterSource values =
                scope(claim).addValue("after", position.windowAfter()).addValue("windowRows", rows);
        return query(WINDOW, values, running, row -> row.getLong(1)).orElse(claim.upperKey());
    }

    /**
     * Does one chunk. Returns where the job stands then; empty when the gate refused it: the job is another node's, was
     * asked to stop, or the chunk was done before.
     *
     * @param again whether rows of this stripe may have been done before by this job
     */
    Optional<Position> chunk(Claim claim, Position from, int stripes, boolean again, RunningJob running) {
        Position next = from.afterStripe(stripes);
        MapSqlParameterSource values = scope(claim)
                .addValue("epoch", claim.epoch())
                .addValue("chunkNo", from.chunkNo())
                .addValue("timeZone", claim.timeZone())
                .addValue("windowAfter", from.windowAfter())
                .addValue("windowTo", from.windowTo())
                .addValue("stripes", stripes)
                .addValue("stripe", from.stripe())
                .addValue("again", again)
                .addValue("nextWindowAfter", next.windowAfter())
                .addValue("nextWindowTo", next.windowTo())
                .addValue("nextStripe", next.stripe());
        return query(CHUNK, values, running, JobStatements::position);
    }

    /** Ends a job that this node holds. Returns how it ended, since a stop wins; empty when it is not this node's to end. */
    Optional<JobStatus> end(Claim claim, JobStatus wanted, @Nullable String failureReason) {
        return end(claim.key(), claim.epoch(), wanted, failureReason);
    }

    /** Settles a job that was asked to stop, whoever held it. Empty when it was settled before. */
    Optional<JobStatus> settleStopped(JobKey key) {
        return end(key, -1, JobStatus.STOPPED, null);
    }

    /** Whether the job is this claim's still: no other node has taken it over, and it is not at rest. */
    boolean holds(Claim claim) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("""
                select exists (select from backfill_job
                               where tenant_id = :tenantId and job_id = :jobId
                                 and status = 'PROCESSING' and epoch = :epoch)
                """, of(claim.key()).addValue("epoch", claim.epoch()), Boolean.class));
    }

    /** Jobs that were asked to stop a second ago or more, and have not come to rest: their node may be gone. */
    List<JobKey> overdueStops() {
        return jdbc.query("""
                select tenant_id, job_id from backfill_job
                where status in ('ACCEPTED', 'PROCESSING')
                  and stop_requested_on < clock_timestamp() - interval '1 second'
                """, KEY);
    }

    /** Jobs that have to run, but stand in nobody's queue. */
    List<JobKey> unqueued(String taskName) {
        return jdbc.query("""
                select tenant_id, job_id from backfill_job
                where status in ('ACCEPTED', 'PROCESSING')
                  and stop_requested_on is null
                  and created_on < clock_timestamp() - interval '1 second'
                  and not exists (select from scheduled_tasks
                                  where task_name = :taskName and task_instance = tenant_id || ':' || job_id)
                """, new MapSqlParameterSource("taskName", taskName), KEY);
    }

    private Optional<JobStatus> end(JobKey key, int epoch, JobStatus wanted, @Nullable String failureReason) {
        MapSqlParameterSource values = of(key).addValue("epoch", epoch)
                .addValue("wanted", wanted.name())
                .addValue("failureReason", failureReason)
                .addValue("channel", JobNotice.CHANNEL)
                .addValue("notice", new JobNotice(JobNotice.Kind.AT_REST, key).toString());
        return jdbc.query(END.text(), values, (row, rowNumber) -> JobStatus.valueOf(row.getString(1))).stream()
                .findFirst();
    }

    private <T> Optional<T> query(SqlFile sql, MapSqlParameterSource values, RunningJob running, RowReader<T> reader) {
        Optional<T> result = jdbc.execute(sql.text(), values, statement -> query(statement, running, reader));
        return result == null ? Optional.empty() : result;
    }

    private static <T> Optional<T> query(PreparedStatement statement, RunningJob running, RowReader<T> reader)
            throws SQLException {
        if (!running.begin(statement)) {
            throw new JobInterruptedException();
        }
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        } finally {
            running.end();
        }
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                key(row),
                row.getObject("entity_id", UUID.class),
                row.getString("org_ids"),
                row.getString("time_zone"),
                row.getLong("upper_key"),
                row.getInt("epoch"),
                position(row),
                row.getObject("stripes", Integer.class),
                row.getObject("records_total", Long.class));
    }

    private static JobKey key(ResultSet row) throws SQLException {
        return new JobKey(row.getLong("tenant_id"), row.getObject("job_id", UUID.class));
    }

    private static Position position(ResultSet row) throws SQLException {
        return new Position(
                row.getLong("chunk_no"),
                row.getLong("window_after"),
                row.getObject("window_to", Long.class),
                row.getInt("stripe"));
    }

    private static MapSqlParameterSource of(JobKey key) {
        return new MapSqlParameterSource().addValue("tenantId", key.tenantId()).addValue("jobId", key.jobId());
    }

    private static MapSqlParameterSource scope(Claim claim) {
        return of(claim.key())
                .addValue("entityId", claim.entityId())
                .addValue("orgIds", claim.orgIds())
                .addValue("upperKey", claim.upperKey());
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
