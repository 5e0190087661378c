package dev.bookingdate.server.job;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** Reads a job from the columns of {@code find.sql} and {@code list.sql}. */
final class BackfillJobRow implements RowMapper<BackfillJob> {

    @Override
    public BackfillJob mapRow(ResultSet row, int rowNumber) throws SQLException {
        return new BackfillJob(
                new JobId(row.getObject("job_id", UUID.class)),
                row.getObject("entity_id", UUID.class),
                texts(row.getArray("org_ids")),
                id(row.getObject("undoes", UUID.class)),
                row.getBoolean("dry_run"),
                ZoneId.of(row.getString("time_zone")),
                JobStatus.valueOf(row.getString("status")),
                row.getObject("created_on", OffsetDateTime.class).toInstant(),
                row.getObject("last_updated_on", OffsetDateTime.class).toInstant(),
                row.getString("updated_by"),
                instant(row, "started_on"),
                instant(row, "ended_on"),
                instant(row, "stop_requested_on"),
                row.getString("stop_requested_by"),
                row.getString("failure_reason"),
                row.getString("throttle_reason"),
                row.getLong("chunk_no"),
                row.getObject("records_total", Long.class),
                row.getLong("records_processed"),
                row.getLong("records_updated"),
                row.getLong("records_failed"),
                row.getObject("records_audited", Long.class),
                pairs(row, "failed_charges", "failure_reasons", FailedRecord::new),
                row.getLong("records_missing"),
                pairs(row, "missing_charges", "missing_originals", MissingOriginal::new),
                null);
    }

    private static @Nullable JobId id(@Nullable UUID value) {
        return value == null ? null : new JobId(value);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static @Nullable List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? null : List.of((String[]) array.getArray());
    }

    private static <T> List<T> pairs(ResultSet row, String ones, String others, BiFunction<String, String, T> pair)
            throws SQLException {
        List<String> first = texts(row.getArray(ones));
        List<String> second = texts(row.getArray(others));
        if (first == null || second == null) {
            return List.of();
        }
        return IntStream.range(0, first.size())
                .mapToObj(i -> pair.apply(first.get(i), second.get(i)))
                .toList();
    }
}
