package dev.bookingdate.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * JSON in ASCII. The generated core reads bytes in the charset of the platform, which need not be UTF-8; what all of them
 * agree on is ASCII. In JSON only strings can hold other characters, and there each may be written as an escape. A byte order mark
 * before it is left out.
 */
final class AsciiJson {
    private AsciiJson() {}

    static byte[] escape(byte[] utf8) {
        if (isAscii(utf8)) {
            return utf8;
        }
        StringBuilder ascii = new StringBuilder(utf8.length + 64);
        for (char c : text(utf8).toCharArray()) {
            if (c < 0x80) {
                ascii.append(c);
            } else {
                ascii.append("\\u").append(Integer.toHexString(0x10000 + c), 1, 5);
            }
        }
        return ascii.toString().getBytes(US_ASCII);
    }

    private static String text(byte[] utf8) {
        String text = new String(utf8, UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
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
