package dev.bookingdate.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * JSON in ASCII. The generated core reads bytes in the charset of the platform, which need not be UTF-8; what all of them
 * agree on is ASCII. In JSON only strings can hold other characters, and there each may be written as an escape.
 */
final class AsciiJson {
    private AsciiJson() {}

    static byte[] escape(byte[] utf8) {
        if (isAscii(utf8)) {
            return utf8;
        }
        StringBuilder ascii = new StringBuilder(utf8.length + 64);
        for (char c : new String(utf8, UTF_8).toCharArray()) {
            if (c < 0x80) {
                ascii.append(c);
            } else {
                ascii.append("\\u").append(Integer.toHexString(0x10000 + c), 1, 5);
            }
        }
        return ascii.toString().getBytes(US_ASCII);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
