package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.job.JobKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A walk that pauses for others says so once, and gives its thread back where the pause is long, or others wait. */
class BrakesTest {

    private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final RunningJob running = new RunningJob();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<@Nullable String> shown = new ArrayList<>();
    private Surroundings around = surroundings(100, false, false);
    private long nanos;

    @Test
    void nothing_isSaid_andNothingPaused_withoutALimit() {
        around = surroundings(0, false, false);
        Brakes brakes = brakes(null);
        brakes.committed(1_000, 1);

        assertThat(brakes.before()).isEmpty();
        assertThat(brakes.after()).isEmpty();
        assertThat(shown).isEmpty();
    }

    @Test
    void shortPause_isWaitedOut_once_andSaidOnce() {
        Brakes brakes = brakes(null);
        running.lookAround();
        brakes.committed(50, 1);
        assertThat(brakes.after()).isEmpty();
        assertThat(shown).containsExactly("a limit of 100 records per second");

        brakes.committed(40, 1);
        assertThat(brakes.after()).isEmpty();
        assertThat(brakes.after()).isEmpty();
        assertThat(shown).hasSize(1);
    }

    @Test
    void longPause_givesTheThreadBack() {
        Brakes brakes = brakes(null);
        brakes.committed(200, 1);

        assertThat(brakes.after()).containsInstanceOf(Postponement.class).hasValueSatisfying(halt -> {
            Postponement postponement = (Postponement) halt;
            assertThat(postponement.reason()).isEqualTo("a limit of 100 records per second");
            assertThat(postponement.until()).isBetween(NOW.plusMillis(1_999), NOW.plusMillis(2_001));
            assertThat(postponement.failed()).isFalse();
        });
        assertThat(meters.counter("bookingdate.throttled", "reason", "rate").count())
                .isGreaterThan(1.9);
    }

    @Test
    void shortPause_givesTheThreadBack_whereOthersWait() {
        around = surroundings(100, true, false);
        Brakes brakes = brakes(null);
        brakes.committed(50, 1);

        assertThat(brakes.after()).containsInstanceOf(Postponement.class);
    }

    @Test
    void thread_isGivenAfterASecond_toWhoeverHasFewer() {
        around = surroundings(0, true, true);
        Brakes brakes = brakes(null);
        assertThat(brakes.before()).isEmpty();
        nanos = Duration.ofMillis(1_001).toNanos();

        assertThat(brakes.before()).contains(Postponement.forOthers(NOW));
    }

    @Test
    void reason_goes_whenNothingHoldsItUpAnyMore() {
        around = surroundings(0, false, false);
        Brakes brakes = brakes("a limit of 100 records per second");
        brakes.committed(10, 1);
        assertThat(brakes.after()).isEmpty();
        assertThat(shown).hasSize(1).containsOnlyNulls();
    }

    @Test
    void reasonsThatDifferInAFigureAlone_areNoNews() {
        Brakes brakes = brakes("waits for a lock of another transaction (process 7, open for 3 s)");

        assertThat(brakes.log("waits for a lock of another transaction (process 7, open for 5 s)"))
                .isFalse();
        assertThat(brakes.log("outside the daily window")).isTrue();
    }

    private Brakes brakes(@Nullable String before) {
        Throttle throttle = new Throttle(Scene.UNTHROTTLED, ZoneOffset.UTC, CLOCK, () -> around);
        return new Brakes(
                PartitionKey.first(new JobKey(1, new UUID(1, 2))),
                throttle,
                running,
                new EngineMetrics(meters),
                CLOCK,
                () -> nanos,
                before,
                shown::add);
    }

    private static Surroundings surroundings(long rowsPerSecond, boolean othersWait, boolean othersFirst) {
        return new Surroundings(false, Duration.ZERO, 0, 1, rowsPerSecond, othersWait, othersFirst);
    }
}
