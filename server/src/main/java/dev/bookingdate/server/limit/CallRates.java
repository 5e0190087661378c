package dev.bookingdate.server.limit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** How fast each tenant calls, over all nodes. */
@Component
class CallRates {

    private static final long SWEEP_INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final CallWindows windows;
    private final LongSupplier nanoTime;
    private final RateLimit anyLimit;
    private final Map<Long, Tenant> tenants = new ConcurrentHashMap<>();
    private final AtomicLong sweptAt;

    CallRates(CallWindows windows, LongSupplier nanoTime, LimitProperties properties) {
        this.windows = windows;
        this.nanoTime = nanoTime;
        this.anyLimit = properties.rates().get(0);
        this.sweptAt = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * Counts a call unless it goes over a limit.
     *
     * @param reserve whether it may use what is kept on top of the limits
     * @throws DataAccessException when the database had to be asked and could not be
     */
    RateStanding spend(long tenantId, boolean reserve) {
        forgetTheIdle();
        Tenant tenant = tenant(tenantId);
        RateStanding standing = tenant.calls().spend();
        if (standing.letIn() || !reserve) {
            return standing;
        }
        RateStanding fromReserve = tenant.reserve().spend();
        return fromReserve.letIn() ? standing.letInByReserve() : fromReserve;
    }

    /** Tells how a tenant stands without counting a call. */
    RateStanding look(long tenantId) {
        return tenant(tenantId).calls().look();
    }

    /** How many tenants are kept in mind. */
    int size() {
        return tenants.size();
    }

    private Tenant tenant(long tenantId) {
        return tenants.computeIfAbsent(
                tenantId,
                id -> new Tenant(
                        new TenantCalls(() -> windows.take(id), nanoTime, anyLimit),
                        new TenantCalls(() -> windows.takeFromReserve(id), nanoTime, anyLimit)));
    }

    /** A lease that is over is worth nothing. */
    private void forgetTheIdle() {
        long now = nanoTime.getAsLong();
        long before = sweptAt.get();
        if (now - before >= SWEEP_INTERVAL && sweptAt.compareAndSet(before, now)) {
            tenants.values().removeIf(Tenant::isIdle);
        }
    }

    private record Tenant(TenantCalls calls, TenantCalls reserve) {

        boolean isIdle() {
            return calls.isIdle() && reserve.isIdle();
        }
    }
}
