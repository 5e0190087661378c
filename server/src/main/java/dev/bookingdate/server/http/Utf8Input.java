package dev.bookingdate.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;

/**
 * Lets pass only what is UTF-8 (the table of well-formed sequences in the Unicode standard, 3-7) and text: NUL, which every
 * other encoding of JSON is full of, has no place in it.
 */
final class Utf8Input extends InputStream {

    private final InputStream source;
    private int missing;
    private int lowest;
    private int highest;

    Utf8Input(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        int value = source.read();
        if (value >= 0) {
            check(value);
        }
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = source.read(bytes, offset, length);
        for (int i = 0; i < count; i++) {
            check(bytes[offset + i] & 0xff);
        }
        return count;
    }

    private void check(int value) throws CharacterCodingException {
        if (missing == 0) {
            begin(value);
        } else if (value < lowest || value > highest) {
            throw new CharacterCodingException();
        } else {
            missing--;
            lowest = 0x80;
            highest = 0xbf;
        }
    }

    /** The first byte of a character tells how many follow, and in which range the next one is. */
    private void begin(int value) throws CharacterCodingException {
        if (value == 0 || (value > 0x7f && value < 0xc2) || value > 0xf4) {
            throw new CharacterCodingException();
        }
        missing = value < 0x80 ? 0 : value < 0xe0 ? 1 : value < 0xf0 ? 2 : 3;
        lowest = value == 0xe0 ? 0xa0 : value == 0xf0 ? 0x90 : 0x80;
        highest = value == 0xed ? 0x9f : value == 0xf4 ? 0x8f : 0xbf;
    }
}
