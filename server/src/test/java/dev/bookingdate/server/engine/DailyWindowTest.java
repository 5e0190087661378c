package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DailyWindowTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "22:00-06:00, 2026-01-10T20:59:59Z, false, 2026-01-10T21:00:00Z",
        "22:00-06:00, 2026-01-10T21:00:00Z, true, 2026-01-11T21:00:00Z",
        "22:00-06:00, 2026-01-11T04:59:59Z, true, 2026-01-11T21:00:00Z",
        "22:00-06:00, 2026-01-11T05:00:00Z, false, 2026-01-11T21:00:00Z",
        "09:00-17:30, 2026-07-01T06:59:59Z, false, 2026-07-01T07:00:00Z",
        "09:00-17:30, 2026-07-01T15:29:59Z, true, 2026-07-02T07:00:00Z",
        "09:00-17:30, 2026-07-01T15:30:00Z, false, 2026-07-02T07:00:00Z",
        // The clock goes from 02:00 to 03:00: it opens at what would have been 02:30.
        "02:30-05:00, 2026-03-29T00:00:00Z, false, 2026-03-29T01:30:00Z",
        // And from 03:00 back to 02:00: it opens the first time.
        "02:30-05:00, 2026-10-25T00:00:00Z, false, 2026-10-25T00:30:00Z",
    })
    void window_isMeantInTheTenantsTimeZone(String window, Instant now, boolean open, Instant next) {
        DailyWindow daily = DailyWindow.valueOf(window);

        assertThat(daily.contains(now, BERLIN)).isEqualTo(open);
        assertThat(daily.nextOpening(now, BERLIN)).isEqualTo(next);
        assertThat(daily).hasToString(window);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "22:00", "22:00-", "22:00-24:00", "22-6", "22:00-06:00-07:00", "22:00–06:00", "a-b"})
    void anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> DailyWindow.valueOf(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a daily window is written as HH:mm-HH:mm");
    }

    @Test
    void aWindowWithoutAnyTime_isRefused() {
        assertThatThrownBy(() -> new DailyWindow(LocalTime.NOON, LocalTime.NOON))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
