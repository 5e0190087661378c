package dev.bookingdate.server.http;

import dev.bookingdate.server.error.RequestRefused;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The body as it came over the connection, refused with 413 as soon as one byte too many is read. */
final class LimitedInput extends InputStream {

    static final int MAX_BYTES = 1024 * 1024;

    private final InputStream source;
    private long received;
    private @Nullable IOException failure;

    LimitedInput(InputStream source) {
        this.source = source;
    }

    /** Bytes read from the connection so far. */
    long received() {
        return received;
    }

    /** What went wrong with the connection, as opposed to with what came over it; null when nothing did. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Reads what has come.
     *
     * @throws RequestRefused 413 above the limit
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count;
        try {
            count = source.read(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        received += Math.max(count, 0);
        if (received > MAX_BYTES) {
            throw BodyRefusals.tooLarge();
        }
        return count;
    }
}
