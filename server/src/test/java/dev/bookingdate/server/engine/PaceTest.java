package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration TARGET = Duration.ofMillis(50);

    private final Pace pace = new Pace(TARGET, 100_000, 11, Integer.MAX_VALUE, false);

    @Test
    void windows_growAndShrink_untilAChunkTakesItsTime() {
        // 10 microseconds each: 5,000 rows make 50 ms.
        walk(30, 10_000, 1.0);
        assertThat(pace.windowRows()).isBetween(11 * 4_500, 11 * 5_500);
        // Then the table is cold.
        walk(30, 100_000, 1.0);
        assertThat(pace.windowRows()).isBetween(11 * 450, 11 * 550);
    }

    @Test
    void windows_haveBounds() {
        walk(60, 1, 1.0);
        assertThat(pace.windowRows()).isEqualTo(100_000);
        walk(200, 1_000_000_000, 1.0);
        assertThat(pace.windowRows()).isEqualTo(50 * 11);
    }

    @Test
    void whereLittleIsWritten_aWindowIsDoneInOnePiece() {
        walk(3, 10_000, 0.2);
        assertThat(pace.stripes()).isEqualTo(1);
        assertThat(pace.windowRows()).isLessThan(10_000);
        walk(1, 10_000, 0.3);
        assertThat(pace.stripes()).isEqualTo(11);
    }

    @Test
    void aChunkThatTookTooLong_isFollowedByParts_thatGrowAgain() {
        Position begin = new Position(0, 0, 40_000L, 0, null);
        pace.beginWindow();
        Chunk slow = chunk(begin);
        assertThat(slow.isWhole()).isTrue();
        pace.committed(
                slow,
                new Done(slow.next(), 3_600, 3_600, 0, 0),
                TARGET.multipliedBy(10).toNanos());

        Chunk part = chunk(slow.next());
        assertThat(part.span()).isEqualTo(4_000);
        pace.committed(part, new Done(part.next(), 360, 360, 0, 0), TARGET.toNanos() / 3);
        Chunk larger = chunk(part.next());
        assertThat(larger.span()).isEqualTo(8_000);
        assertThat(larger.after()).isEqualTo(4_000);
    }

    @Test
    void halves_endWithOneCharge() {
        Position begin = new Position(0, 0, 40_000L, 0, null);
        pace.beginWindow();
        Chunk chunk = chunk(begin);
        int halves = 0;
        for (; !chunk.isSingle(); halves++) {
            pace.halve(chunk);
            chunk = chunk(begin);
        }
        assertThat(halves).isEqualTo(12);
        assertThat(chunk.span()).isEqualTo(11);
    }

    @Test
    void aBoundThatComesWithinAWindow_cutsItsStripesIntoParts() {
        Position begin = new Position(0, 0, 40_000L, 0, null);
        pace.beginWindow();
        assertThat(chunk(begin).isWhole()).isTrue();
        pace.atMost(100);
        assertThat(chunk(begin).span()).isEqualTo(1_100);
        pace.beginWindow();
        assertThat(chunk(begin).isWhole()).as("a window for this bound").isTrue();
        pace.atMost(Integer.MAX_VALUE);
        assertThat(chunk(begin).isWhole()).isTrue();
    }

    private Chunk chunk(Position from) {
        return new Chunk(from, 11, pace.end(from, 11), false, false);
    }

    private void walk(int windows, long nanosPerRow, double writtenShare) {
        for (int i = 0; i < windows; i++) {
            int stripes = pace.stripes();
            int rows = pace.windowRows();
            pace.beginWindow();
            Position position = new Position(0, 0, (long) rows, 0, null);
            for (int stripe = 0; stripe < stripes; stripe++) {
                long records = rows / stripes;
                Chunk chunk = new Chunk(position, stripes, position.end(), false, false);
                Done done = new Done(chunk.next(), records, (long) (records * writtenShare), 0, 0);
                pace.committed(chunk, done, records * nanosPerRow);
                position = chunk.next();
            }
        }
    }
}
