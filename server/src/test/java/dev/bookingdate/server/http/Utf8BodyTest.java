package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class Utf8BodyTest {

    /** All beginnings of two bytes, with what may and what may not follow, against Java's decoder. */
    /** Where the rules for what follows a first byte change, and one from within. */
    private static final int[] KINDS_OF_FIRST_BYTES = {
        0, 1, 'a', 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4,
        0xf5, 0xff
    };

    @Test
    void passes_whatJavasDecoderTakes_andNothingElse() {
        assertPassesAsJavasDecoder(KINDS_OF_FIRST_BYTES);
    }

    @Test
    @Tag("long")
    void passes_whatJavasDecoderTakes_afterEachFirstByte() {
        assertPassesAsJavasDecoder(IntStream.range(0, 256).toArray());
    }

    private static void assertPassesAsJavasDecoder(int[] firstBytes) {
        List<String> wrong = new ArrayList<>();
        for (int first : firstBytes) {
            for (int second = 0; second < 256; second++) {
                for (int[] rest : new int[][] {{}, {0x80}, {0x80, 0xbf}, {'a', 'b'}, {0xc0, 0x80}}) {
                    byte[] bytes = bytes(first, second, rest);
                    if (passes(bytes) != (isText(bytes) && decodes(bytes))) {
                        wrong.add(Arrays.toString(bytes));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void refuses_theOtherEncodingsOfJson() {
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE}) {
            assertThat(passes("{}".getBytes(charset))).as(charset.name()).isFalse();
        }
    }

    private static byte[] bytes(int first, int second, int... rest) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(first);
        bytes.write(second);
        for (int value : rest) {
            bytes.write(value);
        }
        bytes.write('"'); // what is cut short shows only with what follows
        return bytes.toByteArray();
    }

    private static boolean isText(byte[] bytes) {
        for (byte value : bytes) {
            if (value == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean passes(byte[] bytes) {
        try {
            BodyCheck.requireText(bytes);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
