package dev.bookingdate.server.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a walk pauses between two chunks, when it gives its thread to somebody else, and what the job says meanwhile. */
final class Brakes {

    private static final Logger log = LoggerFactory.getLogger(Brakes.class);

    private static final Pattern FIGURE = Pattern.compile("[0-9]+");

    /** A thread is kept so long, whoever waits for one; and nobody waits longer in it. */
    private static final Duration SLICE = Duration.ofSeconds(1);

    /** A shorter pause is over before anybody else has done anything useful. */
    private static final Duration WORTH_A_CLAIM = Duration.ofMillis(100);

    private final PartitionKey key;
    private final Throttle throttle;
    private final RunningJob running;
    private final EngineMetrics metrics;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Consumer<@Nullable String> show;
    private final long began;
    private @Nullable String shown;
    private long lastRecords;
    private long lastNanos;

    /**
     * @param shown what the job says when the walk begins
     * @param show shows in the job why it is held up; null: it is not
     */
    Brakes(
            PartitionKey key,
            Throttle throttle,
            RunningJob running,
            EngineMetrics metrics,
            Clock clock,
            LongSupplier nanoTime,
            @Nullable String shown,
            Consumer<@Nullable String> show) {
        this.key = key;
        this.throttle = throttle;
        this.running = running;
        this.metrics = metrics;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.shown = shown;
        this.show = show;
        this.began = nanoTime.getAsLong();
    }

    /** What keeps the next chunk from being done now, though nothing is wrong. */
    Optional<Halt> before() {
        if (running.takeNews()) {
            throttle.lookAgain();
        }
        Optional<Brake> brake = throttle.before();
        if (brake.isPresent()) {
            return postponed(brake.get());
        }
        return nanoTime.getAsLong() - began > SLICE.toNanos() && throttle.othersFirst()
                ? Optional.of(Postponement.forOthers(clock.instant()))
                : Optional.empty();
    }

    /** A chunk has committed that looked at so many records in so many nanoseconds. */
    void committed(long records, long nanos) {
        lastRecords = records;
        lastNanos = nanos;
    }

    /** Pauses for what has been committed, once; a long pause is for somebody else to use the thread. */
    Optional<Halt> after() {
        if (lastNanos == 0) {
            return Optional.empty();
        }
        Optional<Brake> brake = throttle.after(lastRecords, lastNanos);
        lastNanos = 0;
        if (brake.isPresent()) {
            Duration pause = brake.get().pause();
            if (pause.compareTo(SLICE) > 0 || (pause.compareTo(WORTH_A_CLAIM) > 0 && throttle.othersWait())) {
                return postponed(brake.get());
            }
        }
        say(brake.map(Brake::reason).orElse(null));
        brake.ifPresent(this::pause);
        return Optional.empty();
    }

    /** Writes into the log why the partition is put back; reasons that differ only in a figure are no news. */
    boolean log(@Nullable String reason) {
        boolean news = !Objects.equals(withoutFigures(reason), withoutFigures(shown));
        if (news) {
            log.info("partition={} {}", key, reason == null ? "is not held up any more" : "is held up: " + reason);
        }
        return news;
    }

    private Optional<Halt> postponed(Brake brake) {
        log(brake.reason());
        metrics.throttled(brake.kind(), brake.pause());
        return Optional.of(Postponement.because(brake.reason(), clock.instant().plus(brake.pause())));
    }

    private void pause(Brake brake) {
        long begins = nanoTime.getAsLong();
        running.pause(brake.pause());
        metrics.throttled(brake.kind(), Duration.ofNanos(nanoTime.getAsLong() - begins));
    }

    private void say(@Nullable String reason) {
        if (log(reason)) {
            show.accept(reason);
            shown = reason;
        }
    }

    private static @Nullable String withoutFigures(@Nullable String reason) {
        return reason == null ? null : FIGURE.matcher(reason).replaceAll("");
    }
}
