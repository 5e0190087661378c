package dev.bookingdate.server.limit;

import dev.bookingdate.server.database.Pools;
import dev.bookingdate.server.database.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The counts that all nodes share: the rows of {@code call_window}. */
@Component
class CallWindows {

    private static final SqlFile TAKE = SqlFile.of(CallWindows.class, "take-calls.sql");
    private static final SqlFile OPEN = SqlFile.of(CallWindows.class, "open-windows.sql");

    private final JdbcClient database;
    private final LongSupplier nanoTime;
    private final List<RateLimit> limits;

    CallWindows(@Qualifier(Pools.ACCESS) JdbcClient database, LongSupplier nanoTime, LimitProperties properties) {
        this.database = database;
        this.nanoTime = nanoTime;
        this.limits = properties.rates();
    }

    /** As many calls as it is good to take at once. */
    Lease take(long tenantId) {
        return take(tenantId, RateLimit::calls, Long.MAX_VALUE);
    }

    /** One call, and if it must be, out of what is kept on top of the limits. */
    Lease takeFromReserve(long tenantId) {
        return take(tenantId, RateLimit::withReserve, 1);
    }

    private Lease take(long tenantId, ToLongFunction<RateLimit> ceiling, long atMost) {
        long takenAt = nanoTime.getAsLong();
        List<Count> counts = counts(tenantId, ceiling, atMost);
        if (counts.size() < limits.size()) {
            open(tenantId);
            counts = counts(tenantId, ceiling, atMost);
        }
        List<Lease.Room> rooms =
                counts.stream().map(count -> room(count, ceiling)).toList();
        return Lease.of(rooms, takenAt, counts.get(0).slice());
    }

    private List<Count> counts(long tenantId, ToLongFunction<RateLimit> ceiling, long atMost) {
        return database.sql(TAKE.text())
                .param("tenantId", tenantId)
                .param("seconds", seconds())
                .param("ceilings", limits.stream().mapToLong(ceiling).toArray())
                .param("atMost", atMost)
                .query((row, number) -> count(row))
                .list();
    }

    private void open(long tenantId) {
        database.sql(OPEN.text())
                .param("tenantId", tenantId)
                .param("seconds", seconds())
                .update();
    }

    private int[] seconds() {
        return limits.stream().mapToInt(limit -> limit.window().seconds()).toArray();
    }

    private static Count count(ResultSet row) throws SQLException {
        return new Count(row.getInt("seconds"), row.getLong("calls"), row.getLong("slice"), row.getLong("micros_left"));
    }

    private Lease.Room room(Count count, ToLongFunction<RateLimit> ceiling) {
        RateLimit limit = limits.stream()
                .filter(candidate -> candidate.window().seconds() == count.seconds())
                .findFirst()
                .orElseThrow();
        return new Lease.Room(
                limit,
                Math.max(0, ceiling.applyAsLong(limit) - count.calls()),
                TimeUnit.MICROSECONDS.toNanos(count.microsLeft()));
    }

    private record Count(int seconds, long calls, long slice, long microsLeft) {}
}
