package dev.bookingdate.server.engine;

import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobNotice;
import dev.bookingdate.server.job.JobStatus;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** The statements that move a job, one at a time and each in a transaction of its own. What is asked of all jobs: {@link QueueStatements}. */
final class JobStatements {

    private static final SqlFile CLAIM = SqlFile.of(JobStatements.class, "claim.sql");
    private static final SqlFile CUT = SqlFile.of(JobStatements.class, "cut.sql");
    private static final SqlFile COUNT = SqlFile.of(JobStatements.class, "count.sql");
    private static final SqlFile DRY_RUN_COUNT = SqlFile.of(JobStatements.class, "dry-run-count.sql");
    private static final SqlFile UNDO_COUNT = SqlFile.of(JobStatements.class, "undo-count.sql");
    private static final SqlFile WINDOW = SqlFile.of(JobStatements.class, "window.sql");
    private static final SqlFile UNDO_WINDOW = SqlFile.of(JobStatements.class, "undo-window.sql");
    private static final SqlFile CHUNK = SqlFile.of(JobStatements.class, "chunk.sql");
    private static final SqlFile PICKED_CHUNK = SqlFile.of(JobStatements.class, "picked-chunk.sql");
    private static final SqlFile DRY_RUN_CHUNK = SqlFile.of(JobStatements.class, "dry-run-chunk.sql");
    private static final SqlFile UNDO_CHUNK = SqlFile.of(JobStatements.class, "undo-chunk.sql");
    private static final SqlFile PASS_OVER = SqlFile.of(JobStatements.class, "pass-over.sql");
    private static final SqlFile RECONCILE = SqlFile.of(JobStatements.class, "reconcile.sql");
    private static final SqlFile END = SqlFile.of(JobStatements.class, "end.sql");

    /** How finely the charges are counted where they are cut: a partition is this many granules, or more. */
    private static final int GRANULES = 100;

    /** How many charges of a partition are named of each kind that is told; all are counted. */
    private static final int NAMED = 20;

    private final NamedParameterJdbcTemplate jdbc;
    private final FailureLimit failureLimit;
    private final MissingOriginals missingOriginals;

    JobStatements(NamedParameterJdbcTemplate jdbc, FailureLimit failureLimit, MissingOriginals missingOriginals) {
        this.jdbc = jdbc;
        this.failureLimit = failureLimit;
        this.missingOriginals = missingOriginals;
    }

    /** The statements about all that is queued, through the same connections. */
    QueueStatements queue() {
        return new QueueStatements(jdbc);
    }

    /** Takes a partition over; empty when its job is at rest, was asked to stop, or is unknown. */
    Optional<Claim> claim(PartitionKey key) {
        return jdbc.query(CLAIM.text(), of(key), (row, rowNumber) -> claim(row)).stream()
                .findFirst();
    }

    /**
     * Counts so many charges of a job that is not cut yet. Returns up to which key they are counted then; empty when the
     * partition is another node's, or the job was asked to stop.
     *
     * @param claim of the first partition
     * @param partitionRows how many charges a partition will have at least
     */
    Optional<Long> count(Claim claim, long partitionRows, int pieceRows, RunningJob running) {
        return count(claim.isUndo() ? UNDO_COUNT : COUNT, claim, partitionRows, pieceRows, running);
    }

    /** Does the same for a dry run, and finds out what would become of a sample of these charges. */
    Optional<Long> countAndSample(Claim claim, long partitionRows, int pieceRows, RunningJob running) {
        return count(DRY_RUN_COUNT, claim, partitionRows, pieceRows, running);
    }

    private Optional<Long> count(SqlFile sql, Claim claim, long partitionRows, int pieceRows, RunningJob running) {
        MapSqlParameterSource values = dating(claim, scope(claim))
                .addValue("epoch", claim.epoch())
                .addValue("countedTo", claim.countedTo())
                .addValue("pieceRows", pieceRows)
                .addValue("after", claim.countedTo())
                .addValue("most", pieceRows)
                .addValue("granuleRows", Math.max(1, partitionRows / GRANULES));
        return query(sql, values, running, row -> row.getLong(1));
    }

    /**
     * Cuts the job into partitions, once its charges are counted, and puts the further ones in the queue.
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
                .addValue("taskName", JobScheduler.TASK_NAME)
                .addValue("firstTask", claim.key().toString())
                .addValue("priority", JobScheduler.FURTHER);
        return query(CUT, values, running, row -> new Cut(row.getLong("upper_key"), row.getInt("partitions")));
    }

    /** The last key of the window that begins after {@code position}. */
    long nextWindow(Claim claim, Position position, int rows, RunningJob running) {
        MapSqlParameterSource values =
                scope(claim).addValue("after", position.windowAfter()).addValue("most", rows);
        return query(claim.isUndo() ? UNDO_WINDOW : WINDOW, values, running, row -> row.getLong(1))
                .orElse(claim.upperKey());
    }

    /**
     * Does one chunk. Empty when the gate refused it: the partition is another node's, the job was asked to stop, or the
     * chunk was done before.
     */
    Optional<Done> chunk(Claim claim, Chunk chunk, RunningJob running) {
        MapSqlParameterSource values = dating(claim, values(claim, chunk))
                .addValue("again", chunk.again())
                .addValue("named", NAMED);
        return query(
                chunkOf(claim, chunk),
                values,
                running,
                row -> new Done(
                        position(row),
                        row.getLong("records"),
                        row.getLong("written"),
                        row.getLong("missing"),
                        row.getLong("rejected")));
    }

    private static SqlFile chunkOf(Claim claim, Chunk chunk) {
        if (claim.isUndo()) {
            return UNDO_CHUNK;
        }
        if (claim.dryRun()) {
            return DRY_RUN_CHUNK;
        }
        return chunk.dense() ? PICKED_CHUNK : CHUNK;
    }

    /** What {@code dating.sql} asks for. */
    private MapSqlParameterSource dating(Claim claim, MapSqlParameterSource values) {
        return values.addValue("timeZone", claim.timeZone())
                .addValue("acceptsMissing", missingOriginals == MissingOriginals.ACCEPT)
                .addValue("rejectsMissing", missingOriginals == MissingOriginals.REJECT);
    }

    /**
     * Records the one charge of a chunk that can't be written, and goes on behind it. Empty when the gate refused that.
     *
     * @param reason which rule refused it; no value of the charge
     */
    Optional<PassedOver> passOver(Claim claim, Chunk single, String reason, RunningJob running) {
        MapSqlParameterSource values = values(claim, single).addValue("reason", reason);
        return query(
                PASS_OVER,
                values,
                running,
                row -> new PassedOver(position(row), row.getLong("failed"), row.getLong("total")));
    }

    /** Counts what so many rows of the audit hold, when nothing is left of the job. Whether this node has more to count. */
    boolean reconcile(Claim claim, int pieceRows, RunningJob running) {
        return query(RECONCILE, of(claim.key()).addValue("pieceRows", pieceRows), running, row -> row.getBoolean(1))
                .orElse(false);
    }

    /**
     * Counts a failure of a partition. Returns how many they are in a row; empty when another node holds the partition.
     *
     * @param first whether something was done since the last one
     */
    Optional<Integer> countFailure(Claim claim, boolean first) {
        return jdbc
                .query(
                        """
                        update backfill_progress
                        set attempts = case when :first then 1 else attempts + 1 end
                        where tenant_id = :tenantId and job_id = :jobId and partition_no = :partitionNo and epoch = :epoch
                        returning attempts
                        """,
                        of(claim.key()).addValue("epoch", claim.epoch()).addValue("first", first),
                        (row, rowNumber) -> row.getInt(1))
                .stream()
                .findFirst();
    }

    /**
     * Ends a job by the node that holds one of its partitions: as COMPLETED when no partition has anything left. Returns
     * how it ended, since a stop wins; empty when it is not this node's to end, or not yet.
     */
    Optional<Ended> end(Claim claim, JobStatus wanted, @Nullable String failureReason) {
        return end(claim.key(), claim.epoch(), wanted, failureReason);
    }

    /** Settles a job that was asked to stop, whoever held it. Empty when it was settled before. */
    Optional<Ended> settleStopped(JobKey key) {
        return end(PartitionKey.first(key), -1, JobStatus.STOPPED, null);
    }

    /** What has become of a claim that was refused something. */
    Hold hold(Claim claim) {
        return jdbc.query("""
                select j.status = 'PROCESSING' as runs, p.epoch
                from backfill_progress p
                join backfill_job j on j.tenant_id = p.tenant_id and j.job_id = p.job_id
                where p.tenant_id = :tenantId and p.job_id = :jobId and p.partition_no = :partitionNo
                """, of(claim.key()), (row, rowNumber) -> hold(row, claim)).stream()
                .findFirst()
                .orElse(Hold.AT_REST);
    }

    private static Hold hold(ResultSet row, Claim claim) throws SQLException {
        if (!row.getBoolean("runs")) {
            return Hold.AT_REST;
        }
        return row.getInt("epoch") == claim.epoch() ? Hold.HELD : Hold.TAKEN_OVER;
    }

    /**
     * Puts a partition back: whoever claims it next takes nothing over.
     *
     * @param reason why it waits; null when it does not
     * @param failed whether that is a failure with nothing done since the one before
     */
    void putBack(Claim claim, @Nullable String reason, boolean failed) {
        jdbc.update(
                """
                update backfill_progress
                set worked_on = false, throttle_reason = :reason, attempts = case when :failed then attempts else 0 end
                where tenant_id = :tenantId and job_id = :jobId and partition_no = :partitionNo and epoch = :epoch
                """,
                of(claim.key())
                        .addValue("epoch", claim.epoch())
                        .addValue("reason", reason)
                        .addValue("failed", failed));
    }

    /** The time zone of a job that would be claimed; empty when it is at rest, was asked to stop, or is unknown. */
    Optional<ZoneId> timeZone(PartitionKey key) {
        return jdbc.query("""
                        select time_zone from backfill_job
                        where tenant_id = :tenantId and job_id = :jobId
                          and status in ('ACCEPTED', 'PROCESSING') and stop_requested_on is null
                        """, of(key), (row, rowNumber) -> ZoneId.of(row.getString(1))).stream()
                .findFirst();
    }

    /** Shows in the job why a partition waits that nobody has claimed. */
    void tellWaiting(PartitionKey key, String reason) {
        jdbc.update("""
                update backfill_progress
                set throttle_reason = :reason
                where tenant_id = :tenantId and job_id = :jobId and partition_no = :partitionNo
                  and throttle_reason is distinct from :reason
                """, of(key).addValue("reason", reason));
    }

    /** Shows in the job why the partition is held up; null when it is not any more. */
    void tellThrottled(Claim claim, @Nullable String reason) {
        jdbc.update("""
                update backfill_progress
                set throttle_reason = :reason
                where tenant_id = :tenantId and job_id = :jobId and partition_no = :partitionNo and epoch = :epoch
                """, of(claim.key()).addValue("epoch", claim.epoch()).addValue("reason", reason));
    }

    private Optional<Ended> end(PartitionKey key, int epoch, JobStatus wanted, @Nullable String failureReason) {
        MapSqlParameterSource values = of(key).addValue("epoch", epoch)
                .addValue("wanted", wanted.name())
                .addValue("failureReason", failureReason)
                .addValue("failedShare", failureLimit.share())
                .addValue("failedRows", failureLimit.rows())
                .addValue("failsMissing", missingOriginals == MissingOriginals.FAIL)
                .addValue("channel", JobNotice.CHANNEL)
                .addValue("notice", new JobNotice(JobNotice.Kind.AT_REST, key.job()).toString());
        Optional<Ended> ended = jdbc.query(END.text(), values, (row, rowNumber) -> ended(row)).stream()
                .findFirst();
        if (ended.isPresent() && ended.get().total() == null) {
            forgetCount(key);
        }
        return ended;
    }

    /** Of a job that ended before it was cut; behind the end, which waits for nothing. */
    private void forgetCount(PartitionKey key) {
        jdbc.update("delete from backfill_granule where tenant_id = :tenantId and job_id = :jobId", of(key));
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
                row.getObject("undoes", UUID.class),
                row.getBoolean("dry_run"),
                row.getLong("upper_key"),
                row.getBoolean("cut"),
                row.getInt("epoch"),
                position(row),
                row.getObject("stripes", Integer.class),
                row.getBoolean("taken_over"),
                row.getString("throttle_reason"),
                row.getLong("counted_to"),
                row.getInt("attempts"));
    }

    static PartitionKey partition(ResultSet row) throws SQLException {
        return new PartitionKey(job(row), row.getInt("partition_no"));
    }

    static JobKey job(ResultSet row) throws SQLException {
        return new JobKey(row.getLong("tenant_id"), row.getObject("job_id", UUID.class));
    }

    private static Position position(ResultSet row) throws SQLException {
        return new Position(
                row.getLong("chunk_no"),
                row.getLong("window_after"),
                row.getObject("window_to", Long.class),
                row.getInt("stripe"),
                row.getObject("stripe_after", Long.class));
    }

    private static Ended ended(ResultSet row) throws SQLException {
        return new Ended(
                JobStatus.valueOf(row.getString("status")),
                row.getBoolean("dry_run"),
                row.getObject("total", Long.class),
                row.getLong("processed"),
                row.getLong("updated"),
                row.getLong("failed"),
                row.getObject("records_audited", Long.class),
                row.getObject("stop_seconds", BigDecimal.class));
    }

    private static MapSqlParameterSource values(Claim claim, Chunk chunk) {
        Position from = chunk.from();
        Position next = chunk.next();
        return scope(claim)
                .addValue("epoch", claim.epoch())
                .addValue("chunkNo", from.chunkNo())
                .addValue("windowAfter", from.windowAfter())
                .addValue("windowTo", from.windowTo())
                .addValue("stripes", chunk.stripes())
                .addValue("stripe", from.stripe())
                .addValue("stripeAfter", from.stripeAfter())
                .addValue("after", chunk.after())
                .addValue("first", chunk.first())
                .addValue("to", chunk.to())
                .addValue("nextWindowAfter", next.windowAfter())
                .addValue("nextWindowTo", next.windowTo())
                .addValue("nextStripe", next.stripe())
                .addValue("nextStripeAfter", next.stripeAfter());
    }

    static MapSqlParameterSource of(PartitionKey key) {
        return new MapSqlParameterSource()
                .addValue("tenantId", key.job().tenantId())
                .addValue("jobId", key.job().jobId())
                .addValue("partitionNo", key.number());
    }

    private static MapSqlParameterSource scope(Claim claim) {
        return of(claim.key())
                .addValue("entityId", claim.entityId())
                .addValue("orgIds", claim.orgIds())
                .addValue("undoes", claim.undoes())
                .addValue("upperKey", claim.upperKey());
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
