package dev.bookingdate.server.http;

import static dev.bookingdate.server.http.GzipBytes.concat;
import static dev.bookingdate.server.http.GzipBytes.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bookingdate.server.error.RequestRefused;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InflatingInputTest {

    private static final String TEXT = "{\"status\":\"Stopping\"}";
    private static final int MIB = 1024 * 1024;

    @Test
    void members_followEachOther() throws IOException {
        assertThat(inflate(gzip(TEXT))).isEqualTo(TEXT);
        assertThat(inflate(concat(gzip("{"), gzip(""), gzip(TEXT.substring(1)))))
                .isEqualTo(TEXT);
    }

    @Test
    void emptyBody_staysEmpty() throws IOException {
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
    void moreThanAMebibyte_isRefused_whateverTheRatio() throws IOException {
        byte[] limit = new byte[MIB];
        new Random(1).nextBytes(limit);
        for (int i = 0; i < MIB; i++) {
            limit[i] &= 7; // compresses about 2.5 times
        }
        assertThat(read(source(new ByteArrayInputStream(gzip(limit)), new long[1])))
                .isEqualTo(MIB);
        assertRefused(gzip(concat(limit, new byte[1])), 413, "50000020");
    }

    @Test
    void ratioOfABomb_isRefused_pastTensOfKibibytes() throws IOException {
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
    void bombOfTenGibibytes_isLeftAfterItsFirstBytes() {
        byte[] member = gzip(new byte[MIB]);
        InputStream bomb =
                new SequenceInputStream(Collections.enumeration(Collections.nCopies(10 * 1024, member).stream()
                        .map(bytes -> (InputStream) new ByteArrayInputStream(bytes))
                        .toList()));
        var taken = new long[1];
        var inflating = new InflatingInput(source(bomb, taken));
        var inflated = new long[1];

        RequestRefused refused = catchThrowableOfType(
                RequestRefused.class,
                () -> inflating.transferTo(new OutputStream() {
                    @Override
                    public void write(int value) {
                        inflated[0]++;
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        inflated[0] += length;
                    }
                }));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(taken[0]).as("bytes taken from the connection, of 10 MiB").isLessThanOrEqualTo(16 * 1024);
        assertThat(inflated[0]).as("bytes inflated, of 10 GiB").isLessThanOrEqualTo(MIB);
    }

    /** Members that hold nothing inflate to nothing for ever: what is sent is limited too. */
    @Test
    void endlessEmptyMembers_areRefused() {
        byte[] empty = gzip("");
        byte[] many = concat(Collections.nCopies(MIB / empty.length + 1, empty).toArray(byte[][]::new));
        assertRefused(many, 413, "50000020");
    }

    @Test
    void failureOfTheConnection_isNoFailureOfTheBody() {
        byte[] half = Arrays.copyOf(gzip(TEXT), 15);
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(half), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new EOFException("gone");
            }
        });
        assertThatThrownBy(() -> read(source(broken, new long[1])))
                .isInstanceOf(EOFException.class)
                .hasMessage("gone");
    }

    private static void assertRefused(byte[] body, int status, String code) {
        RequestRefused refused = catchThrowableOfType(RequestRefused.class, () -> inflate(body));
        assertThat(refused).as(body.length + " bytes").isNotNull();
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.reasons())
                .hasSize(1)
                .allMatch(reason -> reason.code().equals(code));
    }

    private static String inflate(byte[] body) throws IOException {
        try (var inflating = new InflatingInput(source(new ByteArrayInputStream(body), new long[1]))) {
            return new String(inflating.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static long read(LimitedInput received) throws IOException {
        try (var inflating = new InflatingInput(received)) {
            return inflating.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static LimitedInput source(InputStream bytes, long[] taken) {
        return new LimitedInput(new ServletInputStream() {
            @Override
            public int read() throws IOException {
                int value = bytes.read();
                taken[0] += value < 0 ? 0 : 1;
                return value;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = bytes.read(target, offset, length);
                taken[0] += Math.max(0, count);
                return count;
            }

            @Override
            public boolean isFinished() {
                return false;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException();
            }
        });
    }
}
