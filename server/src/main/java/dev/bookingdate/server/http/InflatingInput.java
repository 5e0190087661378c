package dev.bookingdate.server.http;

import dev.bookingdate.server.error.RequestRefused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Inflates a gzip body while it is read, and stops at once when it inflates beyond the limit or as only a bomb does.
 * Members may follow each other; nothing else may follow the last one. An empty body stays empty.
 */
final class InflatingInput extends InputStream {

    /**
     * Bodies of this API compress 2 to 20 times, and long runs of JSON with the same names in it 50 times at most; deflate
     * can do 1032 times.
     */
    private static final int MAX_RATIO = 100;

    /** Below this many bytes inflated the ratio says nothing, and no harm is done. */
    private static final int RATIO_FREE_BYTES = 64 * 1024;

    /** So that no more than this is inflated beyond a limit. */
    private static final int MAX_READ = 8 * 1024;

    private final LimitedInput received;
    private final BufferedInputStream compressed;
    private @Nullable GzipCompressorInputStream inflating;
    private long inflated;
    private boolean finished;

    InflatingInput(LimitedInput received) {
        this.received = received;
        this.compressed = new BufferedInputStream(received, MAX_READ);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Reads what is inflated next.
     *
     * @throws RequestRefused 400 when the body is not gzip, cut short, or followed by anything else; 413 above a limit
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = finished ? -1 : inflate(bytes, offset, Math.min(length, MAX_READ));
        if (count < 0) {
            finished = true;
            return count;
        }
        inflated += count;
        if (inflated > LimitedInput.MAX_BYTES
                || (inflated > RATIO_FREE_BYTES && inflated > MAX_RATIO * received.received())) {
            throw BodyRefusals.tooLarge();
        }
        return count;
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        try {
            if (inflating == null) {
                if (isEmpty()) {
                    return -1;
                }
                inflating = GzipCompressorInputStream.builder()
                        .setInputStream(compressed)
                        .setDecompressConcatenated(true)
                        .get();
            }
            return inflating.read(bytes, offset, length);
        } catch (IOException e) {
            if (received.failure() != null) {
                throw received.failure();
            }
            throw BodyRefusals.notGzip();
        }
    }

    private boolean isEmpty() throws IOException {
        compressed.mark(1);
        boolean empty = compressed.read() < 0;
        compressed.reset();
        return empty;
    }

    @Override
    public void close() throws IOException {
        if (inflating != null) {
            inflating.close();
        }
    }
}
