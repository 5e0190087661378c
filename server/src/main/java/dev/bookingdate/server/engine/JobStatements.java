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
    private static final SqlFile CUT = SqlFile.of(JobStatements.class, "cut.sql");
    private static final SqlFile WINDOW = SqlFile.of(JobStatements.class, "window.sql");
    private static final SqlFile CHUNK = SqlFile.of(JobStatements.class, "chunk.sql");
    private static final SqlFile END = SqlFile.of(JobStatements.class, "end.sql");

    /** How finely the charges are counted where they are cut: a partition is this many granules, or more. */
    private static final int GRANULES = 100;

    private static final RowMapper<JobKey> JOB = (row, rowNumber) -> job(row);

    private final NamedParameterJdbcTemplate jdbc;

    JobStatements(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes a partition over; empty when its job is at rest, was asked to stop, or is unknown. */
    Optional<Claim> claim(PartitionKey key) {
        return jdbc.query(CLAIM.text(), of(key), (row, rowNumber) -> claim(row)).stream()
                .findFirst();
    }

    /**
     * Counts the charges in scope and cuts the job into partitions.
     *
     * @param claim of the first partition
     * @param partitionRows how many charges a partition has at least
     * @return empty when another node holds the partition
     */
    Optional<Cut> cut(Claim claim, long partitionRows, int maxPartitions, RunningJob running) {
        MapSqlParameterSource values = scope(claim)
                .addValue("epoch", claim.epoch())
                .addValue("partitionRows", partitionRows)
                .addValue("maxPartitions", maxPartitions)
                .addValue("granuleRows", Math.max(1, partitionRows / GRANULES));
        return query(CUT, values, running, row -> new Cut(row.getLong("upper_key"), row.getInt("partitions")));
    }

    /** The last key of the window that begins after {@code position}. */
    long nextWindow(Claim claim, Position position, int rows, RunningJob running) {
        MapSqlParameterSource values =
                scope(claim).addValue("after", position.windowAfter()).addValue("windowRows", rows);
        return query(WINDOW, values, running, row -> row.getLong(1)).orElse(claim.upperKey());
    }

    /**
     * Does one chunk. Returns where the partition stands then; empty when the gate refused it: the partition is another
     * node's, the job was asked to stop, or the chunk was done before.
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

    /**
     * Ends a job by the node that holds one of its partitions: as COMPLETED when no partition has anything left. Returns
     * how it ended, since a stop wins; empty when it is not this node's to end, or not yet.
     */
    Optional<JobStatus> end(Claim claim, JobStatus wanted, @Nullable String failureReason) {
        return end(claim.key(), claim.epoch(), wanted, failureReason);
    }

    /** Settles a job that was asked to stop, whoever held it. Empty when it was settled before. */
    Optional<JobStatus> settleStopped(JobKey key) {
        return end(PartitionKey.first(key), -1, JobStatus.STOPPED, null);
    }

    /** Whether the partition is this claim's still: no other node has taken it over, and the job is not at rest. */
    boolean holds(Claim claim) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("""
                select exists (select from backfill_progress p
                               join backfill_job j on j.tenant_id = p.tenant_id and j.job_id = p.job_id
                               where p.tenant_id = :tenantId and p.job_id = :jobId and p.partition_no = :partitionNo
                                 and p.epoch = :epoch and j.status = 'PROCESSING')
                """, of(claim.key()).addValue("epoch", claim.epoch()), Boolean.class));
    }

    /** Jobs that were asked to stop a second ago or more, and have not come to rest: their node may be gone. */
    List<JobKey> overdueStops() {
        return jdbc.query("""
                select tenant_id, job_id from backfill_job
                where status in ('ACCEPTED', 'PROCESSING')
                  and stop_requested_on < clock_timestamp() - interval '1 second'
                """, JOB);
    }

    /**
     * Partitions that have something left, but stand in nobody's queue. Where none of a job has anything left, the first
     * one is in want of being ended.
     */
    List<PartitionKey> unqueued(String taskName) {
        return jdbc.query("""
                select p.tenant_id, p.job_id, p.partition_no
                from backfill_job j
                join backfill_progress p on p.tenant_id = j.tenant_id and p.job_id = j.job_id
                where j.status in ('ACCEPTED', 'PROCESSING')
                  and j.stop_requested_on is null
                  and j.created_on < clock_timestamp() - interval '1 second'
                  and (p.upper_key is null or p.window_after < p.upper_key
                       or (p.partition_no = 0
                           and not exists (select from backfill_progress rest
                                           where rest.tenant_id = p.tenant_id and rest.job_id = p.job_id
                                             and rest.window_after < rest.upper_key)))
                  and not exists (select from scheduled_tasks
                                  where task_name = :taskName
                                    and task_instance = p.tenant_id || ':' || p.job_id
                                                        || case p.partition_no when 0 then '' else '/' || p.partition_no end)
                """, new MapSqlParameterSource("taskName", taskName), (row, rowNumber) -> partition(row));
    }

    /** Tells all nodes that there is something to be taken over. */
    void tellOfNewPartitions(JobKey key) {
        JobNotice notice = new JobNotice(JobNotice.Kind.CREATED, key);
        jdbc.query(
                "select pg_notify(:channel, :payload)",
                new MapSqlParameterSource("channel", JobNotice.CHANNEL).addValue("payload", notice.toString()),
                (row, rowNumber) -> notice);
    }

    private Optional<JobStatus> end(PartitionKey key, int epoch, JobStatus wanted, @Nullable String failureReason) {
        MapSqlParameterSource values = of(key).addValue("epoch", epoch)
                .addValue("wanted", wanted.name())
                .addValue("failureReason", failureReason)
                .addValue("channel", JobNotice.CHANNEL)
                .addValue("notice", new JobNotice(JobNotice.Kind.AT_REST, key.job()).toString());
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
                partition(row),
                row.getObject("entity_id", UUID.class),
                row.getString("org_ids"),
                row.getString("time_zone"),
                row.getLong("upper_key"),
                row.getBoolean("cut"),
                row.getInt("epoch"),
                position(row),
                row.getObject("stripes", Integer.class));
    }

    private static PartitionKey partition(ResultSet row) throws SQLException {
        return new PartitionKey(job(row), row.getInt("partition_no"));
    }

    private static JobKey job(ResultSet row) throws SQLException {
        return new JobKey(row.getLong("tenant_id"), row.getObject("job_id", UUID.class));
    }

    private static Position position(ResultSet row) throws SQLException {
        return new Position(
                row.getLong("chunk_no"),
                row.getLong("window_after"),
                row.getObject("window_to", Long.class),
                row.getInt("stripe"));
    }

    private static MapSqlParameterSource of(PartitionKey key) {
        return new MapSqlParameterSource()
                .addValue("tenantId", key.job().tenantId())
                .addValue("jobId", key.job().jobId())
                .addValue("partitionNo", key.number());
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
