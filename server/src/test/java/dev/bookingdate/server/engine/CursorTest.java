package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where a walk goes on: what may have been written before is done as a second attempt, and nothing else is. */
class CursorTest {

    private static final Position STRIPE = new Position(7, 100, 200L, 3, null);

    @Test
    void firstStripe_isASecondAttempt_forTheNodeBeforeMayHaveBegunIt() {
        assertThat(new Cursor(STRIPE, 11, true, false).chunkTo(200).again()).isTrue();
    }

    @Test
    void nextStripe_isAFirstAttempt() {
        Cursor cursor = new Cursor(STRIPE, 11, true, false).at(STRIPE.after(200, 11));

        assertThat(cursor.position()).isEqualTo(new Position(8, 100, 200L, 4, null));
        assertThat(cursor.again()).isFalse();
    }

    @Test
    void stripeThatStays_isASecondAttempt_toItsEnd_inParts() {
        Cursor cursor = new Cursor(STRIPE, 11, false, false).at(new Position(8, 100, 200L, 3, null));
        assertThat(cursor.again()).isTrue();

        cursor = cursor.at(cursor.position().after(150, 11));
        assertThat(cursor.position().stripeAfter()).isEqualTo(150);
        assertThat(cursor.again()).isTrue();

        assertThat(cursor.at(cursor.position().after(200, 11)).again()).isFalse();
    }

    @Test
    void partOfAStripe_isNoSecondAttempt_byItself() {
        assertThat(new Cursor(STRIPE, 11, false, false)
                        .at(STRIPE.after(150, 11))
                        .again())
                .isFalse();
    }

    @Test
    void cursor_isDone_betweenWindows_atTheUpperKey() {
        Cursor behind = new Cursor(STRIPE, 4, false, false).at(STRIPE.after(200, 4));

        assertThat(behind.isBetweenWindows()).isTrue();
        assertThat(behind.isDone(200)).isTrue();
        assertThat(behind.isDone(201)).isFalse();
        assertThat(behind.inWindow(300, 5, false).isDone(200)).isFalse();
        assertThat(behind.inWindow(300, 5, false).stripes()).isEqualTo(5);
    }
}
