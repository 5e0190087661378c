package dev.bookingdate.server.limit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
    RateLimit.Standing spend(long tenantId, boolean reserve) {
        forgetTheIdle();
        Tenant tenant = tenant(tenantId);
        RateLimit.Standing standing = tenant.calls().spend();
        if (standing.letIn() || !reserve) {
            return standing;
        }
        RateLimit.Standing fromReserve = tenant.reserve().spend();
        return fromReserve.letIn() ? standing.letInByReserve() : fromReserve;
    }

    /** Tells how a tenant stands without counting a call. */
    RateLimit.Standing look(long tenantId) {
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

    /** Spends the calls of one tenant, lease by lease. */
    static final class TenantCalls {

        private final Supplier<Lease> source;
        private final LongSupplier nanoTime;
        private final RateLimit anyLimit;
        private final ReentrantLock asking = new ReentrantLock();
        private volatile Lease lease;

        TenantCalls(Supplier<Lease> source, LongSupplier nanoTime, RateLimit anyLimit) {
            this.source = source;
            this.nanoTime = nanoTime;
            this.anyLimit = anyLimit;
            this.lease = Lease.none(anyLimit);
        }

        /**
         * Spends a call if there is one.
         *
         * @throws DataAccessException when the database had to be asked and could not be
         */
        RateLimit.Standing spend() {
            return standing(current -> current.spend(nanoTime.getAsLong()));
        }

        /** Tells how the tenant stands without spending a call; may ask the database as well. */
        RateLimit.Standing look() {
            return standing(current -> current.look(nanoTime.getAsLong()));
        }

        boolean isIdle() {
            return lease.isOver(nanoTime.getAsLong());
        }

        private RateLimit.Standing standing(Function<Lease, Optional<RateLimit.Standing>> question) {
            while (true) {
                Lease current = lease;
                Optional<RateLimit.Standing> standing = question.apply(current);
                if (standing.isPresent()) {
                    return standing.get();
                }
                replace(current);
            }
        }

        /** One call asks for all that need a lease. Those that waited for it share its failure, too: none waits twice. */
        private void replace(Lease spent) {
            asking.lock();
            try {
                if (lease == spent) {
                    lease = ask();
                }
                if (lease.failure() != null) {
                    throw lease.failure();
                }
            } finally {
                asking.unlock();
            }
        }

        private Lease ask() {
            try {
                return source.get();
            } catch (DataAccessException failure) {
                return Lease.failed(anyLimit, failure);
            }
        }
    }
}
