package dev.bookingdate.server.slow;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 (RFC 9113) as bytes, to be sent as no decent client does. */
public final class Http2Frames {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final short INITIAL_WINDOW_SIZE = 4;
    private static final int CANCEL = 8;
    private static final int LONGEST_IN_ONE_BYTE = 127;

    private Http2Frames() {}

    /**
     * What a connection begins with when the client knows that the server speaks HTTP/2.
     *
     * @param window how many bytes of each answer the server may send
     */
    public static byte[] preface(int window) {
        byte[] setting = ByteBuffer.allocate(6)
                .putShort(INITIAL_WINDOW_SIZE)
                .putInt(window)
                .array();
        return concat(
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII), frame(SETTINGS, 0, 0, setting));
    }

    /**
     * A request, without a body when it ends with its headers.
     *
     * @param more names and values in turns
     */
    public static byte[] request(int stream, boolean ends, String method, String path, String... more) {
        var block = new ByteArrayOutputStream();
        String[] pseudo = {":method", method, ":scheme", "http", ":authority", "localhost", ":path", path};
        for (String[] headers : new String[][] {pseudo, more}) {
            for (int i = 0; i < headers.length; i += 2) {
                // A literal that is not to be indexed, with a new name.
                block.write(0);
                text(block, headers[i]);
                text(block, headers[i + 1]);
            }
        }
        return frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, block.toByteArray());
    }

    public static byte[] data(int stream, String text) {
        return frame(DATA, 0, stream, text.getBytes(StandardCharsets.US_ASCII));
    }

    public static byte[] reset(int stream) {
        return frame(RESET, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array());
    }

    public static byte[] ping() {
        return frame(PING, 0, 0, new byte[8]);
    }

    public static byte[] concat(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < LONGEST_IN_ONE_BYTE) {
            block.write(bytes.length);
        } else {
            block.write(LONGEST_IN_ONE_BYTE);
            int rest = bytes.length - LONGEST_IN_ONE_BYTE;
            for (; rest >= 128; rest /= 128) {
                block.write(rest % 128 + 128);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }
}
