package dev.bookingdate.server.job;

import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.job.Preview.Change;
import dev.bookingdate.server.job.Preview.Move;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.UUID;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what dry runs have found. */
final class Previews {

    private static final SqlFile FOUND = SqlFile.of(Previews.class, "preview.sql");
    private static final SqlFile CHANGES = SqlFile.of(Previews.class, "preview-changes.sql");

    private final JdbcClient jdbc;

    Previews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Null as long as nothing can be said of all charges. */
    @Nullable
    Preview of(long tenantId, BackfillJob job) {
        Long total = job.recordsTotal();
        if (total == null) {
            return null;
        }
        boolean exact = job.status() == JobStatus.COMPLETED;
        List<Found> found = found(tenantId, job.id().value(), exact);
        long lookedAt = exact ? job.recordsProcessed() : sum(found, "LOOKED_AT");
        if (!exact && lookedAt == 0 && total > 0) {
            return null;
        }
        LongUnaryOperator ofAll = exact ? LongUnaryOperator.identity() : records -> share(records, lookedAt, total);
        List<Move> moves = found.stream()
                .filter(one -> one.outcome().equals("CHANGED"))
                .map(one -> new Move(one.dated() ? one.months() : null, ofAll.applyAsLong(one.records())))
                .filter(move -> move.records() > 0)
                .toList();
        long changed = exact
                ? job.recordsUpdated()
                : moves.stream().mapToLong(Move::records).sum();
        long failed = exact ? job.recordsFailed() : ofAll.applyAsLong(sum(found, "FAILED"));
        return new Preview(
                !exact,
                lookedAt,
                changed,
                Math.max(0, (exact ? lookedAt : total) - changed - failed),
                failed,
                exact ? job.recordsMissing() : ofAll.applyAsLong(sum(found, "MISSING")),
                moves,
                changes(tenantId, job.id().value()),
                exact ? job.failureReason() : null);
    }

    private static long sum(List<Found> found, String outcome) {
        return found.stream()
                .filter(one -> one.outcome().equals(outcome))
                .mapToLong(Found::records)
                .sum();
    }

    private static long share(long records, long of, long total) {
        return of == 0
                ? 0
                : BigDecimal.valueOf(records)
                        .multiply(BigDecimal.valueOf(total))
                        .divide(BigDecimal.valueOf(of), 0, RoundingMode.HALF_UP)
                        .longValue();
    }

    private List<Found> found(long tenantId, UUID jobId, boolean exact) {
        return jdbc.sql(FOUND.text())
                .param("tenantId", tenantId)
                .param("jobId", jobId)
                .param("exact", exact)
                .query(Found.class)
                .list();
    }

    private List<Change> changes(long tenantId, UUID jobId) {
        return jdbc.sql(CHANGES.text())
                .param("tenantId", tenantId)
                .param("jobId", jobId)
                .query(Change.class)
                .list();
    }

    private record Found(String outcome, boolean dated, int months, long records) {}
}
