package dev.bookingdate.server.http;

import static dev.bookingdate.server.http.GzipBytes.concat;
import static dev.bookingdate.server.http.GzipBytes.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bookingdate.server.error.RequestRefused;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GzipBodyTest {

    private static final String TEXT = "{\"status\":\"Stopping\"}";
    private static final int MIB = 1024 * 1024;

    @Test
    void members_followEachOther() {
        assertThat(inflate(gzip(TEXT))).isEqualTo(TEXT);
        assertThat(inflate(concat(gzip("{"), gzip(""), gzip(TEXT.substring(1)))))
                .isEqualTo(TEXT);
    }

    @Test
    void emptyBody_staysEmpty() {
        assertThat(inflate(new byte[0])).isEmpty();
        assertThat(inflate(gzip(""))).isEmpty();
    }

    @Test
    void bodyCutShortAnywhere_isRefused() {
        byte[] whole = gzip(TEXT);
        for (int length = 1; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), 400, "50000090");
        }
    }

    @Test
    void anythingBehindTheLastMember_isRefused() {
        assertRefused(concat(gzip(TEXT), new byte[1]), 400, "50000090");
        assertRefused(concat(gzip(TEXT), TEXT.getBytes(StandardCharsets.UTF_8)), 400, "50000090");
        assertRefused(concat(gzip(TEXT), Arrays.copyOf(gzip(TEXT), 5)), 400, "50000090");
    }

    @Test
    void wrongChecksum_isRefused() {
        byte[] wrong = gzip(TEXT);
        wrong[wrong.length - 6] ^= 1;
        assertRefused(wrong, 400, "50000090");
    }

    /** Whatever comes, it is read or refused: nothing else is thrown. */
    @Test
    void damagedBodies_areReadOrRefused() {
        var random = new Random(20261124);
        byte[] whole = concat(gzip(TEXT), gzip("x".repeat(5000)));
        for (int round = 0; round < 5_000; round++) {
            byte[] damaged = whole.clone();
            for (int change = 0; change <= round % 4; change++) {
                // The header and what follows it are where the formats branch.
                int place = random.nextInt(random.nextBoolean() ? 12 : damaged.length);
                damaged[place] = (byte) random.nextInt();
            }
            Throwable thrown = catchThrowable(() -> inflate(damaged));
            assertThat(thrown).as("round %d", round).matches(t -> t == null || t instanceof RequestRefused);
        }
    }

    @Test
    void moreThanAMebibyte_isRefused_whateverTheRatio() {
        byte[] limit = new byte[MIB];
        new Random(1).nextBytes(limit);
        for (int i = 0; i < MIB; i++) {
            limit[i] &= 7; // compresses about 2.5 times
        }
        assertThat(GzipBody.inflate(gzip(limit))).isEqualTo(limit);
        assertRefused(gzip(concat(limit, new byte[1])), 413, "50000020");
    }

    @Test
    void ratioOfABomb_isRefused_pastTensOfKibibytes() {
        assertThat(inflate(gzip(" ".repeat(60 * 1024)))).hasSize(60 * 1024);
        assertRefused(gzip(" ".repeat(100 * 1024)), 413, "50000020");
        // Long lists of the same names are no bomb.
        StringBuilder jobs = new StringBuilder();
        for (int i = 0; jobs.length() < 900_000; i++) {
            jobs.append("{\"id\":\"").append(i).append("\",\"status\":\"STOPPED\",\"type\":\"BookingDate\"},");
        }
        assertThat(inflate(gzip(jobs.toString()))).hasSize(jobs.length());
    }

    @Test
    void bomb_isRefused_byItsFirstBytes() {
        byte[] bomb = gzip(new byte[10 * MIB]);
        assertThatThrownBy(() -> GzipBody.look(Arrays.copyOf(bomb, 4 * 1024)))
                .isInstanceOfSatisfying(
                        RequestRefused.class,
                        refused -> assertThat(refused.status()).isEqualTo(413));
    }

    /** As many members as there is room for in a body, each one a bomb: a gibibyte, of which a mebibyte is inflated. */
    @Test
    void bombOfManyMembers_isRefused() {
        byte[] member = gzip(new byte[MIB]);
        byte[] bomb = concat(Collections.nCopies(MIB / member.length, member).toArray(byte[][]::new));
        assertRefused(bomb, 413, "50000020");
    }

    /** Members that hold nothing inflate to nothing for ever: what is sent is limited too. */
    @Test
    void endlessEmptyMembers_areRefused() {
        byte[] empty = gzip("");
        byte[] many = concat(Collections.nCopies(MIB / empty.length + 1, empty).toArray(byte[][]::new));
        assertRefused(many, 413, "50000020");
    }

    @Test
    void whatIsStillToCome_isNoFailureOfTheBody() {
        byte[] whole = concat(gzip(TEXT), gzip("x".repeat(5000)));
        for (int length = 0; length <= whole.length; length++) {
            GzipBody.look(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void whatIsNoGzip_isRefused_whateverIsStillToCome() {
        byte[] wrong = gzip(TEXT);
        wrong[0] ^= 1;
        assertThatThrownBy(() -> GzipBody.look(wrong)).isInstanceOf(RequestRefused.class);
        assertThatThrownBy(() -> GzipBody.look(concat(gzip(TEXT), TEXT.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(RequestRefused.class);
    }

    private static void assertRefused(byte[] body, int status, String code) {
        RequestRefused refused = catchThrowableOfType(RequestRefused.class, () -> inflate(body));
        assertThat(refused).as(body.length + " bytes").isNotNull();
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.reasons())
                .hasSize(1)
                .allMatch(reason -> reason.code().equals(code));
    }

    private static String inflate(byte[] body) {
        return new String(GzipBody.inflate(body), StandardCharsets.UTF_8);
    }
}
