package dev.bookingdate.server.charge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A window on a stream of bytes that begins where the current record does, and grows as far as the record is read. */
final class RecordBytes {

    static final int END = -1;
    static final int TOO_LONG = -2;

    private final InputStream in;
    private final int most;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int limit;
    private boolean drained;

    /** @param most how many bytes one record may have */
    RecordBytes(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /** Leaves so many bytes behind: what follows them is at 0 from now on. */
    void skip(int bytes) {
        start += bytes;
    }

    /** The byte at a place in the record, from 0 to 255; {@link #END} or {@link #TOO_LONG}. */
    int at(int offset) throws IOException {
        int index = start + offset;
        return index < limit ? buffer[index] & 0xff : afterRefill(offset);
    }

    /** A byte that was read before. */
    byte read(int offset) {
        return buffer[start + offset];
    }

    /**
     * The first place, from one on, of a byte that is one of three, or of the end of what is in memory. Byte by byte without
     * a look at the end of the buffer each time: most of the time of a reading goes by here.
     */
    int find(int from, byte one, byte two, byte three) {
        int index = start + from;
        while (index < limit) {
            byte b = buffer[index];
            if (b == one || b == two || b == three) {
                break;
            }
            index++;
        }
        return index - start;
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(buffer, start + from, start + to);
    }

    /** The text of bytes that are ASCII, made without a decoder. */
    String ascii(int from, int to) {
        return new String(buffer, start + from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The same bytes, good until more are read. */
    ByteBuffer view(int from, int to) {
        return ByteBuffer.wrap(buffer, start + from, to - from);
    }

    private int afterRefill(int offset) throws IOException {
        while (start + offset >= limit) {
            if (offset >= most) {
                return TOO_LONG;
            }
            if (drained) {
                return END;
            }
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, limit - start);
                limit -= start;
                start = 0;
            } else if (limit == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
            int count = in.read(buffer, limit, buffer.length - limit);
            drained = count < 0;
            limit += Math.max(count, 0);
        }
        return buffer[start + offset] & 0xff;
    }
}
