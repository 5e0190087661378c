package dev.bookingdate.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitPreferenceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '\u0001',
            value = {
                "wait=5                                        > 5",
                "Wait=5                                        > 5",
                "WAIT = 5                                      > 5",
                "wait=\"5\"                                    > 5",
                "wait=0                                        > 0",
                "wait=000                                      > 0",
                "wait=007                                      > 7",
                "wait=30                                       > 30",
                "wait=31                                       > 30",
                "wait=99999999999999999999                     > 30",
                "respond-async, wait=10                        > 10",
                "wait=10,respond-async                         > 10",
                "return=minimal; foo=\"a, wait=9\", wait=10    > 10",
                "foo=\"\\\", wait=9\", wait=10                 > 10",
                "wait=10; foo; bar=\"x;y\"                     > 10",
                "wait=1, wait=2                                > 1",
                ", , wait=3,                                   > 3",
                "wait 9, wait==8, =7, wait=6                   > 6",
                "waiting=9, wait=5                             > 5",
            })
    void wait_isRead(String prefer, int seconds) {
        assertThat(WaitPreference.of(prefer)).contains(new WaitPreference(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "wait",
                "wait=",
                "wait=\"\"",
                "wait=-1",
                "wait=1.5",
                "wait=1s",
                "wait=\u0661",
                "wait=abc, wait=5",
                "wait=\"5",
                "foo=\"bar, wait=5",
                "await=5",
                "foo; wait=5",
                "\"wait\"=5",
            })
    void anythingElse_isIgnored(String prefer) {
        assertThat(WaitPreference.of(prefer)).isEmpty();
    }

    @Test
    void noHeader_isNoPreference() {
        @Nullable String absent = null;
        assertThat(WaitPreference.of(absent)).isEmpty();
    }

    @Test
    void longestHeader_isReadAtOnce() {
        assertThat(WaitPreference.of("\"\\".repeat(127))).isEmpty();
        assertThat(WaitPreference.of(",".repeat(248) + "wait=1")).contains(new WaitPreference(1));
    }
}
