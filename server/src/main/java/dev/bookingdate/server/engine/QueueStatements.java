package dev.bookingdate.server.engine;

import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobNotice;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** The statements about all that is queued, and about who else works in the database. None of them moves a job. */
final class QueueStatements {

    private static final SqlFile SURROUNDINGS = SqlFile.of(QueueStatements.class, "surroundings.sql");
    private static final SqlFile BLOCKERS = SqlFile.of(QueueStatements.class, "blockers.sql");
    private static final SqlFile UNSETTLED_STOPS = SqlFile.of(QueueStatements.class, "unsettled-stops.sql");
    private static final SqlFile UNQUEUED = SqlFile.of(QueueStatements.class, "unqueued.sql");

    private final NamedParameterJdbcTemplate jdbc;

    QueueStatements(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Looks at what else goes on in the database. */
    Surroundings surroundings(JobKey job) {
        MapSqlParameterSource values = JobStatements.of(PartitionKey.first(job))
                .addValue("taskName", JobScheduler.TASK_NAME)
                .addValue("tenant", Long.toString(job.tenantId()))
                .addValue("job", PartitionKey.first(job).toString());
        return jdbc.query(SURROUNDINGS.text(), values, (row, rowNumber) -> surroundings(row))
                .get(0);
    }

    /** Makes what waits of a job due now. Who claims it meanwhile is not disturbed. */
    void hurry(JobKey job) {
        jdbc.update(
                """
                update scheduled_tasks
                set execution_time = clock_timestamp(), version = version + 1
                where task_name = :taskName and not picked and execution_time > clock_timestamp()
                  and split_part(task_instance, '/', 1) = :job
                """,
                new MapSqlParameterSource("taskName", JobScheduler.TASK_NAME)
                        .addValue("job", PartitionKey.first(job).toString()));
    }

    /**
     * Gives a partition back that a node has claimed: it is due now, and no heartbeat of that node vouches for it any more.
     *
     * @param node as the scheduler names it
     */
    void giveBack(PartitionKey key, String node) {
        jdbc.update(
                """
                update scheduled_tasks
                set picked = false, picked_by = null, last_heartbeat = null, execution_time = clock_timestamp(),
                    version = version + 1
                where task_name = :taskName and task_instance = :task and picked and picked_by = :node
                """,
                new MapSqlParameterSource("taskName", JobScheduler.TASK_NAME)
                        .addValue("task", key.toString())
                        .addValue("node", node));
    }

    /**
     * Jobs that were asked to stop and have not come to rest, though nobody works on them; or not for a second or more:
     * their node may be gone.
     */
    List<JobKey> unsettledStops() {
        return jdbc.query(
                UNSETTLED_STOPS.text(),
                new MapSqlParameterSource("taskName", JobScheduler.TASK_NAME),
                (row, rowNumber) -> JobStatements.job(row));
    }

    /**
     * Partitions that have something left, but stand in nobody's queue. Where nothing is left of a job and none of its
     * partitions is queued, the first one is named: it ends the job.
     */
    List<PartitionKey> unqueued() {
        return jdbc.query(
                UNQUEUED.text(),
                new MapSqlParameterSource("taskName", JobScheduler.TASK_NAME),
                (row, rowNumber) -> JobStatements.partition(row));
    }

    /** Who is in the way of processes in the database: for people, without what they do. */
    Map<Integer, String> blockers(Set<Integer> pids) {
        Map<Integer, String> found = new HashMap<>();
        jdbc.query(
                BLOCKERS.text(),
                new MapSqlParameterSource(
                        "pids", pids.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"))),
                row -> {
                    BigDecimal age = row.getBigDecimal("age");
                    found.put(
                            row.getInt("pid"),
                            "process " + row.getInt("blocker")
                                    + (age == null ? "" : ", open for " + age.longValue() + " s"));
                });
        return found;
    }

    /** Says that there is a node that runs jobs. */
    void tellAlive() {
        jdbc.getJdbcTemplate().update("""
                update engine_pulse set seen_on = clock_timestamp()
                where seen_on < clock_timestamp() - interval '5 seconds'
                """);
    }

    /** Tells all nodes that there is something to be taken over. */
    void tellOfPartitions(JobKey key) {
        JobNotice notice = new JobNotice(JobNotice.Kind.CREATED, key);
        jdbc.query(
                "select pg_notify(:channel, :payload)",
                new MapSqlParameterSource("channel", JobNotice.CHANNEL).addValue("payload", notice.toString()),
                (row, rowNumber) -> notice);
    }

    private static Surroundings surroundings(ResultSet row) throws SQLException {
        BigDecimal oldest = row.getBigDecimal("oldest_snapshot");
        return new Surroundings(
                row.getBoolean("vacuum"),
                Duration.ofMillis(oldest.movePointRight(3).longValue()),
                row.getBigDecimal("replica_lag").longValue(),
                row.getInt("workers"),
                row.getLong("rows_per_second"),
                row.getBoolean("others_wait"),
                row.getBoolean("others_first"));
    }
}
