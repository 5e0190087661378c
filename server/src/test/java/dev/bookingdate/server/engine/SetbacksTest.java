package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SetbacksTest {

    private long nanos;
    private final Setbacks setbacks = new Setbacks(() -> nanos);

    @Test
    void lock_isWaitedForWithinAThread_forLessThanASecond_sinceTheLastCommit() {
        pass(Duration.ofMillis(800));
        assertThat(setbacks.isBehindALock()).isFalse();
        setbacks.progressed();
        pass(Duration.ofMillis(800));
        assertThat(setbacks.isBehindALock()).isFalse();
        pass(Duration.ofMillis(101));
        assertThat(setbacks.isBehindALock()).isTrue();
    }

    @Test
    void attempts_areLaterEachTime_upToASecond_andSoonAgainAfterACommit() {
        assertThat(IntStream.range(0, 7)
                        .mapToObj(number -> setbacks.nextAttempt().toMillis()))
                .containsExactly(40L, 80L, 160L, 320L, 640L, 1000L, 1000L);
        setbacks.progressed();
        assertThat(setbacks.nextAttempt()).hasMillis(40);
    }

    @Test
    void failure_isTheFirstInARow_whereSomethingHasCommitted() {
        assertThat(setbacks.everProgressed()).isFalse();
        setbacks.progressed();
        assertThat(setbacks.everProgressed()).isTrue();
    }

    @Test
    void failures_areSevenInARow_withTwoMinutesBetweenThem_andTheEighthIsTooMuch() {
        assertThat(IntStream.rangeClosed(1, 7)
                        .mapToObj(number -> Setbacks.afterFailures(number).toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L);
        assertThat(Setbacks.areTooMany(7)).isFalse();
        assertThat(Setbacks.areTooMany(8)).isTrue();
    }

    @Test
    void piece_isHalfAsLargeAfterEachFailure() {
        assertThat(IntStream.range(0, 3).map(failures -> Setbacks.pieceRows(50_000, failures)))
                .containsExactly(50_000, 25_000, 12_500);
        assertThat(Setbacks.pieceRows(50_000, 100)).isPositive();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
