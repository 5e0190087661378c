package dev.bookingdate.server.http;

import dev.bookingdate.server.error.RequestRefused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Inflates a gzip body, and stops at once when it inflates beyond the limit or as only a bomb does. Members may follow each
 * other; nothing else may follow the last one. An empty body stays empty.
 */
final class GzipBody {

    /**
     * Bodies of this API compress 2 to 20 times, and long runs of JSON with the same names in it 50 times at most; deflate
     * can do 1032 times.
     */
    private static final int MAX_RATIO = 100;

    /** Below this many bytes inflated the ratio says nothing, and no harm is done. */
    private static final int RATIO_FREE_BYTES = 64 * 1024;

    /** So that no more than this is inflated beyond a limit. */
    private static final int MAX_READ = 8 * 1024;

    private GzipBody() {}

    /**
     * Inflates a whole body.
     *
     * @throws RequestRefused 400 when it is not gzip, cut short, or followed by anything else; 413 above a limit
     */
    static byte[] inflate(byte[] received) {
        if (received.length > BodyArrivals.MAX_BYTES) {
            throw BodyRefusals.tooLarge();
        }
        var inflated = new ByteArrayOutputStream();
        try {
            inflate(new Received(received), inflated);
        } catch (IOException e) {
            throw BodyRefusals.notGzip();
        }
        return inflated.toByteArray();
    }

    /**
     * Looks at the beginning of a body that is still on its way.
     *
     * @throws RequestRefused when it is refused whatever the rest is
     */
    static void look(byte[] beginning) {
        var soFar = new Received(beginning);
        try {
            inflate(soFar, OutputStream.nullOutputStream());
        } catch (IOException e) {
            if (!soFar.ranOut) {
                throw BodyRefusals.notGzip();
            }
        }
    }

    private static void inflate(Received received, OutputStream inflated) throws IOException {
        if (received.available() == 0) {
            return;
        }
        try (var gzip = GzipCompressorInputStream.builder()
                .setInputStream(received)
                .setDecompressConcatenated(true)
                .get()) {
            byte[] read = new byte[MAX_READ];
            long total = 0;
            for (int count = gzip.read(read); count >= 0; count = gzip.read(read)) {
                total += count;
                if (total > BodyArrivals.MAX_BYTES
                        || (total > RATIO_FREE_BYTES && total > (long) MAX_RATIO * received.taken())) {
                    throw BodyRefusals.tooLarge();
                }
                inflated.write(read, 0, count);
            }
        }
    }

    /** Knows how much of it was taken, and whether more was wanted than there is. */
    private static final class Received extends ByteArrayInputStream {

        private boolean ranOut;

        Received(byte[] bytes) {
            super(bytes);
        }

        int taken() {
            return pos;
        }

        @Override
        public synchronized int read() {
            int value = super.read();
            ranOut |= value < 0;
            return value;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            int count = super.read(target, offset, length);
            ranOut |= count < 0;
            return count;
        }
    }
}
