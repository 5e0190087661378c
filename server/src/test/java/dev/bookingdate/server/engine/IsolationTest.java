package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A charge that can't be written is found by halves, also where nothing is said but no row is written. */
class IsolationTest {

    private static final int STRIPES = 11;
    private static final Position BEGIN = new Position(0, 0, 100_000L, 0, null);

    private final Pace pace = new Pace(Duration.ofMillis(50), 100_000, STRIPES, Integer.MAX_VALUE, false);
    private final Isolation isolation = new Isolation(pace);

    @Test
    void chunkThatFails_isHalved_untilOneChargeIsAlone() {
        Chunk chunk = next();
        int halves = 0;
        while (!chunk.isSingle()) {
            assertThat(isolation.failed(chunk, "SQLSTATE 23514")).isEmpty();
            assertThat(next().span()).isLessThan(chunk.span());
            chunk = next();
            halves++;
        }
        assertThat(halves).isEqualTo(14);
        assertThat(isolation.failed(chunk, "SQLSTATE 23514")).contains("SQLSTATE 23514");
    }

    @Test
    void chunkThatIsRepeatedInVain_isStuck_afterFiveTries_andHalved() {
        Chunk chunk = next();
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(isolation.isStuck()).isFalse();
            assertThat(isolation.committed(chunk, staying(0))).isPositive();
        }
        assertThat(isolation.isStuck()).isTrue();
        assertThat(isolation.stuck(chunk)).isEmpty();
        assertThat(next().span()).isLessThan(chunk.span());
        assertThat(isolation.isStuck()).isFalse();
    }

    @Test
    void chunkThatStaysButWritesSomething_isNotStuck() {
        for (int attempt = 1; attempt <= 20; attempt++) {
            assertThat(isolation.committed(next(), staying(1))).isZero();
            assertThat(isolation.isStuck()).isFalse();
        }
    }

    @Test
    void progressBetweenTries_beginsTheCountAnew() {
        for (int attempt = 1; attempt <= 20; attempt++) {
            isolation.committed(next(), staying(0));
            isolation.committed(next(), new Done(next().next(), 10, 0, 0, 0));
            assertThat(isolation.isStuck()).isFalse();
        }
    }

    private Chunk next() {
        return new Chunk(BEGIN, STRIPES, pace.end(BEGIN, STRIPES), false, false);
    }

    private static Done staying(long written) {
        return new Done(new Position(1, 0, 100_000L, 0, null), 10, written, 0, 0);
    }
}
