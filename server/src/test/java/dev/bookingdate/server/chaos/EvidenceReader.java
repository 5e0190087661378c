package dev.bookingdate.server.chaos;

import dev.bookingdate.server.chaos.Evidence.Audit;
import dev.bookingdate.server.chaos.Evidence.Charge;
import dev.bookingdate.server.chaos.Evidence.ChargeChange;
import dev.bookingdate.server.chaos.Evidence.Failure;
import dev.bookingdate.server.chaos.Evidence.Job;
import dev.bookingdate.server.chaos.Evidence.JobChange;
import dev.bookingdate.server.chaos.Evidence.ProgressChange;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what the database holds when a run is over. */
final class EvidenceReader {

    private static final String COMMITTED =
            "cast(extract(epoch from pg_xact_commit_timestamp(xid(c.xid))) * 1000000 as bigint) as at";

    private record Original(long tenant, UUID entity, String id) {}

    private record Row(
            long key,
            Original charge,
            Original original,
            @Nullable String org,
            Instant createdOn,
            @Nullable Integer first,
            @Nullable Integer last,
            int segment) {}

    private final JdbcClient jdbc;

    EvidenceReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Evidence read(List<Event> events, String before, String after, List<String> secretsInLogs, Duration restBound) {
        return new Evidence(
                events,
                jobs(),
                charges(),
                jdbc.sql("select c.*, " + COMMITTED + " from chaos.job_change c order by seq")
                        .query((row, n) -> new JobChange(
                                row.getLong("seq"),
                                row.getLong("xid"),
                                row.getLong("at"),
                                job(row),
                                row.getString("status"),
                                row.getInt("epoch"),
                                row.getBoolean("stop_requested")))
                        .list(),
                jdbc.sql("select c.*, " + COMMITTED + " from chaos.progress_change c order by seq")
                        .query((row, n) -> new ProgressChange(
                                row.getLong("seq"),
                                row.getLong("xid"),
                                row.getLong("at"),
                                job(row),
                                row.getInt("partition_no"),
                                row.getInt("epoch"),
                                row.getLong("chunk_no"),
                                row.getLong("window_after"),
                                row.getLong("records_processed"),
                                row.getLong("records_updated"),
                                row.getLong("counted_to"),
                                row.getBoolean("worked_on")))
                        .list(),
                jdbc.sql("select c.*, " + COMMITTED + " from chaos.charge_change c order by seq")
                        .query((row, n) -> new ChargeChange(
                                row.getLong("seq"),
                                row.getLong("xid"),
                                row.getLong("at"),
                                row.getLong("charge_key"),
                                day(row, "old_date"),
                                day(row, "new_date"),
                                row.getString("writer").intern()))
                        .list(),
                jdbc.sql("select * from backfill_change")
                        .query((row, n) ->
                                new Audit(job(row), row.getLong("charge_key"), day(row, "previous_date"), (int)
                                        row.getDate("written_date")
                                                .toLocalDate()
                                                .toEpochDay()))
                        .list(),
                new HashSet<>(jdbc.sql("select * from backfill_failure")
                        .query((row, n) -> new Failure(job(row), row.getLong("charge_key")))
                        .list()),
                before,
                after,
                secretsInLogs,
                restBound);
    }

    /** A number that changes with every row that jobs know or make. */
    String fingerprint() {
        return jdbc.sql("""
                        select concat_ws(' ',
                            (select md5(string_agg(j::text, '|' order by job_id)) from backfill_job j),
                            (select md5(string_agg(p::text, '|' order by job_id, partition_no)) from backfill_progress p),
                            (select md5(string_agg(a::text, '|' order by job_id, first_key)) from backfill_audit a),
                            (select md5(string_agg(f::text, '|' order by job_id, charge_key)) from backfill_failure f),
                            (select md5(string_agg(c::text, '|' order by charge_key)) from rate_plan_charge c))
                        """).query(String.class).single();
    }

    private List<Job> jobs() {
        return jdbc.sql("""
                        select j.*, p.*
                        from backfill_job j
                        cross join lateral (
                            select sum(records_total) as total, sum(records_processed) as processed,
                                   sum(records_updated) as updated, sum(records_failed) as failed
                            from backfill_progress q
                            where q.tenant_id = j.tenant_id and q.job_id = j.job_id) p
                        """)
                .query((row, n) -> new Job(
                        job(row),
                        row.getLong("tenant_id"),
                        row.getObject("entity_id", UUID.class),
                        row.getArray("org_ids") == null
                                ? null
                                : List.of((String[]) row.getArray("org_ids").getArray()),
                        row.getLong("upper_key"),
                        row.getString("status"),
                        row.getLong("total"),
                        row.getLong("processed"),
                        row.getLong("updated"),
                        row.getLong("failed")))
                .list();
    }

    private List<Charge> charges() {
        Map<Long, ZoneId> zones = new HashMap<>();
        jdbc.sql("select tenant_id, time_zone from tenant").query(row -> {
            zones.put(row.getLong(1), ZoneId.of(row.getString(2)));
        });
        List<Row> rows = jdbc.sql("""
                        select c.*, b.booking_date as first_date
                        from rate_plan_charge c
                        left join chaos.base b on b.charge_key = c.charge_key
                        order by c.charge_key
                        """).query((row, n) -> row(row)).list();
        Map<Original, Instant> made = new HashMap<>();
        Map<Original, Instant> earliest = new HashMap<>();
        for (Row row : rows) {
            made.put(row.charge(), row.createdOn());
            earliest.merge(row.original(), row.createdOn(), (a, b) -> a.isBefore(b) ? a : b);
        }
        List<Charge> charges = new ArrayList<>();
        for (Row row : rows) {
            Instant created = made.getOrDefault(row.original(), earliest.get(row.original()));
            charges.add(new Charge(
                    row.key(),
                    row.charge().tenant(),
                    row.charge().entity(),
                    row.org(),
                    (int) created.atZone(zones.get(row.charge().tenant()))
                            .toLocalDate()
                            .toEpochDay(),
                    row.first(),
                    row.last(),
                    row.segment()));
        }
        return charges;
    }

    private static Row row(ResultSet row) throws SQLException {
        long tenant = row.getLong("tenant_id");
        UUID entity = row.getObject("entity_id", UUID.class);
        return new Row(
                row.getLong("charge_key"),
                new Original(tenant, entity, row.getString("charge_id")),
                new Original(tenant, entity, row.getString("original_id")),
                row.getString("org_id"),
                row.getObject("created_on", OffsetDateTime.class).toInstant(),
                day(row, "first_date"),
                day(row, "booking_date"),
                row.getInt("segment"));
    }

    private static String job(ResultSet row) throws SQLException {
        return row.getString("job_id").replace("-", "");
    }

    private static @Nullable Integer day(ResultSet row, String column) throws SQLException {
        Date date = row.getDate(column);
        return date == null ? null : (int) date.toLocalDate().toEpochDay();
    }
}
