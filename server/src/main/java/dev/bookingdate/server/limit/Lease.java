package dev.bookingdate.server.limit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** Calls that were taken out of a tenant's windows, to be spent in memory until the first of the windows ends. */
final class Lease {

    /** How long a full window is taken for full without asking: somebody may set it back by hand. */
    private static final long ASK_AGAIN = TimeUnit.SECONDS.toNanos(1);

    private static final Comparator<Room> NEAREST_TO_ITS_END =
            Comparator.comparingLong(Room::calls).thenComparing(Room::endsIn, Comparator.reverseOrder());

    /**
     * A window when the lease was taken.
     *
     * @param calls left without those of the lease, 0 or more
     * @param endsIn nanoseconds, by the database's clock
     */
    record Room(RateLimit limit, long calls, long endsIn) {}

    private static final long OVER_FROM_THE_START = Long.MIN_VALUE;

    private final Room nearest;
    private final long takenAt;
    private final long holdsFor;
    private final boolean full;
    private final AtomicLong unspent;
    private final @Nullable DataAccessException failure;

    private Lease(
            Room nearest,
            long takenAt,
            long holdsFor,
            boolean full,
            long calls,
            @Nullable DataAccessException failure) {
        this.nearest = nearest;
        this.takenAt = takenAt;
        this.holdsFor = holdsFor;
        this.full = full;
        this.unspent = new AtomicLong(calls);
        this.failure = failure;
    }

    /**
     * A lease as the database gave it.
     *
     * @param takenAt when it was asked for, so that the lease ends here before the windows end there
     * @param calls 0 where a window is full
     */
    static Lease of(List<Room> rooms, long takenAt, long calls) {
        Room nearest = rooms.stream().min(NEAREST_TO_ITS_END).orElseThrow();
        long endsIn = rooms.stream().mapToLong(Room::endsIn).min().orElseThrow();
        boolean full = calls == 0;
        return new Lease(nearest, takenAt, full ? Math.min(endsIn, ASK_AGAIN) : endsIn, full, calls, null);
    }

    /** No calls, for whoever looks for some first. */
    static Lease none(RateLimit limit) {
        return new Lease(new Room(limit, 0, 0), 0, OVER_FROM_THE_START, false, 0, null);
    }

    /** No calls, because the database could not be asked. */
    static Lease failed(RateLimit limit, DataAccessException failure) {
        return new Lease(new Room(limit, 0, 0), 0, OVER_FROM_THE_START, false, 0, failure);
    }

    /** Why there are no calls; null where they were only spent. */
    @Nullable
    DataAccessException failure() {
        return failure;
    }

    boolean isOver(long now) {
        return now - takenAt >= holdsFor;
    }

    /** Spends a call, or refuses one where a window is full. Empty when another lease is to be taken. */
    Optional<RateLimit.Standing> spend(long now) {
        if (isOver(now)) {
            return Optional.empty();
        }
        if (full) {
            return Optional.of(standing(false, 0, now));
        }
        long left = unspent.decrementAndGet();
        return left < 0 ? Optional.empty() : Optional.of(standing(true, left, now));
    }

    /** Tells how things stand without spending. Empty when another lease is to be taken. */
    Optional<RateLimit.Standing> look(long now) {
        return isOver(now) ? Optional.empty() : Optional.of(standing(false, Math.max(0, unspent.get()), now));
    }

    private RateLimit.Standing standing(boolean letIn, long left, long now) {
        long nanos = nearest.endsIn() - (now - takenAt);
        // The second that has begun counts whole: who waits that long must not come too early.
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos - 1) + 1;
        return new RateLimit.Standing(letIn, nearest.limit(), nearest.calls() + left, Math.max(1, seconds));
    }
}
