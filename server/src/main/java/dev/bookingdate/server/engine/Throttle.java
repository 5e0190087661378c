package dev.bookingdate.server.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Decides how long a walk waits between two chunks, and why. */
final class Throttle {

    /** How long what was seen in the database is taken for true. */
    private static final Duration SEEN_FOR = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final String UNSEEN_LAG =
            "how far a replica is behind can't be seen: grant pg_monitor to the database role of the server";

    /** A window that is closed is looked at again after so long, for clocks may be put. */
    private static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(1);

    private static final Duration UNTIL_A_REPLICA_IS_LOOKED_AT = Duration.ofSeconds(2);

    private static final Duration LONGEST_CREDIT = Duration.ofSeconds(3);

    /** More than a second: the thread is given back between two chunks. */
    private static final double SECONDS_PER_VISIT = 1.5;

    /** A vacuum hurts when a charge takes so many times as long as without one. */
    private static final double HURTS = 1.5;

    private final ThrottleProperties properties;
    private final ZoneId zone;
    private final Clock clock;
    private final Supplier<Surroundings> look;
    private @Nullable Surroundings seen;
    private Instant seenOn = Instant.MIN;
    private double quietNanosPerRecord = Double.NaN;
    private double creditNanos;
    private long limit = -1;

    /**
     * @param zone in which the daily window is meant
     * @param look looks at the database
     */
    Throttle(ThrottleProperties properties, ZoneId zone, Clock clock, Supplier<Surroundings> look) {
        this.properties = properties;
        this.zone = zone;
        this.clock = clock;
        this.look = look;
    }

    /** Whether there is anything that {@link #before} looks for. */
    static boolean looksBefore(ThrottleProperties properties) {
        return properties.dailyWindow() != null || properties.replicaLag().toBytes() > 0;
    }

    /** What keeps the next chunk from being done at all. */
    Optional<Brake> before() {
        return closed().or(this::replica);
    }

    private Optional<Brake> closed() {
        DailyWindow window = properties.dailyWindow();
        Instant now = clock.instant();
        if (window == null || window.contains(now, zone)) {
            return Optional.empty();
        }
        Duration untilOpen = Duration.between(now, window.nextOpening(now, zone));
        return Optional.of(new Brake(
                Brake.Kind.WINDOW,
                "outside the daily window " + window + " (" + zone + ")",
                untilOpen.compareTo(LONGEST_POSTPONEMENT) < 0 ? untilOpen : LONGEST_POSTPONEMENT));
    }

    private Optional<Brake> replica() {
        DataSize lag = properties.replicaLag();
        long behind = lag.toBytes() == 0 ? 0 : around().replicaLag();
        if (behind != Surroundings.UNSEEN && behind <= lag.toBytes()) {
            return Optional.empty();
        }
        String reason = behind == Surroundings.UNSEEN
                ? UNSEEN_LAG
                : "a replica is " + DataSize.ofBytes(behind).toMegabytes() + " MB behind";
        return Optional.of(new Brake(Brake.Kind.REPLICA, reason, UNTIL_A_REPLICA_IS_LOOKED_AT));
    }

    /** What holds the next chunk up, after one that looked at so many records in so many nanoseconds. */
    Optional<Brake> after(long records, long nanos) {
        Surroundings around = around();
        double nanosPerRecord = (double) nanos / Math.max(1, records);
        boolean slower = nanosPerRecord > HURTS * quietNanosPerRecord;
        if (!around.vacuum() && records > 0) {
            quietNanosPerRecord =
                    Double.isNaN(quietNanosPerRecord) ? nanosPerRecord : (7 * quietNanosPerRecord + nanosPerRecord) / 8;
        }
        return longest(rate(records, nanos, around), halfSpeed(around, slower, nanos));
    }

    /** The walk begins so much later than the limit of records per second let it: that time counts as waited. */
    void late(Duration late) {
        creditNanos = Math.max(0, Math.min(late.toNanos(), LONGEST_CREDIT.toNanos()));
    }

    /** How many records a chunk looks at, at most, so that the limit per second lets a walk come once in a while. */
    int recordsPerChunk() {
        limit = rowsPerSecond(around());
        return limit == 0
                ? Integer.MAX_VALUE
                : (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit * SECONDS_PER_VISIT / around().workers()));
    }

    /** What was seen in the database is not true any more. */
    void lookAgain() {
        seen = null;
    }

    /** The job's own limit goes before the one of the settings. */
    private long rowsPerSecond(Surroundings around) {
        return around.rowsPerSecond() > 0 ? around.rowsPerSecond() : properties.rowsPerSecond();
    }

    boolean isRate(@Nullable String reason) {
        return rateReason(rowsPerSecond(around())).equals(reason);
    }

    /** Whether anybody waits for a thread. */
    boolean othersWait() {
        return around().othersWait();
    }

    /** Whether somebody waits for a thread who has fewer of them. */
    boolean othersFirst() {
        return around().othersFirst();
    }

    private Optional<Brake> halfSpeed(Surroundings around, boolean slower, long nanos) {
        Duration pause = Duration.ofNanos(Math.min(nanos, LONGEST_PAUSE.toNanos()));
        Duration age = properties.snapshotAge();
        if (!age.isZero() && around.oldestSnapshot().compareTo(age) > 0) {
            String reason = "a transaction that has been open for "
                    + around.oldestSnapshot().toSeconds() + " s keeps old row versions";
            return Optional.of(new Brake(Brake.Kind.SNAPSHOT, reason, pause));
        }
        return properties.autovacuum() && around.vacuum() && slower
                ? Optional.of(new Brake(Brake.Kind.VACUUM, "a vacuum works on the charges", pause))
                : Optional.empty();
    }

    private Optional<Brake> rate(long records, long nanos, Surroundings around) {
        long now = rowsPerSecond(around);
        boolean sinceTheChunkBegan = limit >= 0 && limit != now;
        limit = now;
        if (now == 0 || sinceTheChunkBegan) {
            // So large a chunk was right under the limit before; the next one is made for this limit.
            creditNanos = 0;
            return Optional.empty();
        }
        double left = 1e9 * records * around.workers() / now - nanos - creditNanos;
        creditNanos = Math.max(0, Math.min(creditNanos, -left));
        return left > 0
                ? Optional.of(new Brake(Brake.Kind.RATE, rateReason(now), Duration.ofNanos((long) left)))
                : Optional.empty();
    }

    private static String rateReason(long rowsPerSecond) {
        return "a limit of " + rowsPerSecond + " records per second";
    }

    private static Optional<Brake> longest(Optional<Brake> one, Optional<Brake> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().pause().compareTo(other.get().pause()) >= 0 ? one : other;
    }

    private Surroundings around() {
        Instant now = clock.instant();
        Surroundings around = seen;
        if (around == null || now.isAfter(seenOn.plus(SEEN_FOR)) || now.isBefore(seenOn)) {
            around = look.get();
            seen = around;
            seenOn = now;
        }
        return around;
    }
}
