package dev.bookingdate.server.limit;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;

/** Spends the calls of one tenant, lease by lease. */
final class TenantCalls {

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
    RateStanding spend() {
        return standing(current -> current.spend(nanoTime.getAsLong()));
    }

    /** Tells how the tenant stands without spending a call; may ask the database as well. */
    RateStanding look() {
        return standing(current -> current.look(nanoTime.getAsLong()));
    }

    boolean isIdle() {
        return lease.isOver(nanoTime.getAsLong());
    }

    private RateStanding standing(Function<Lease, Optional<RateStanding>> question) {
        while (true) {
            Lease current = lease;
            Optional<RateStanding> standing = question.apply(current);
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
