package dev.bookingdate.server.charge;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** The file of an import, unpacked when it is gzipped and without a byte order mark. */
public final class ImportFile implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int UNKNOWN = -1;

    private final Counted counted;
    private final InputStream content;
    private final long size;

    private ImportFile(InputStream in, long size) throws IOException {
        this.counted = new Counted(in);
        this.size = size;
        InputStream buffered = new BufferedInputStream(counted, BUFFER_BYTES);
        if (startsWith(buffered, 0x1f, 0x8b)) {
            buffered = new BufferedInputStream(new GZIPInputStream(buffered, BUFFER_BYTES), BUFFER_BYTES);
        }
        if (startsWith(buffered, 0xff, 0xfe) || startsWith(buffered, 0xfe, 0xff)) {
            throw new ImportRefusedException("The file is UTF-16; save it as CSV UTF-8.");
        }
        if (startsWith(buffered, 'P', 'K', 3, 4)) {
            throw new ImportRefusedException(
                    "The file is a ZIP archive or a spreadsheet; unpack it or save it as CSV.");
        }
        if (startsWith(buffered, 0xef, 0xbb, 0xbf)) {
            buffered.skipNBytes(3);
        }
        this.content = buffered;
    }

    /** Opens a file. */
    public static ImportFile open(Path file) throws IOException {
        return open(Files.newInputStream(file), Files.isRegularFile(file) ? Files.size(file) : UNKNOWN);
    }

    /** Takes over a stream of which no one knows the length. */
    public static ImportFile of(InputStream in) throws IOException {
        return open(in, UNKNOWN);
    }

    private static ImportFile open(InputStream in, long size) throws IOException {
        try {
            return new ImportFile(in, size);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    InputStream content() {
        return content;
    }

    /** The length of the file as it lies there, or -1. */
    long size() {
        return size;
    }

    /** How much of {@link #size()} has been read. */
    long bytesRead() {
        return counted.count;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private static boolean startsWith(InputStream in, int... magic) throws IOException {
        in.mark(magic.length);
        byte[] start = in.readNBytes(magic.length);
        in.reset();
        byte[] wanted = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            wanted[i] = (byte) magic[i];
        }
        return Arrays.equals(start, wanted);
    }

    private static final class Counted extends FilterInputStream {

        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            count += Math.max(read, 0);
            return read;
        }

        @Override
        public int available() {
            // GZIPInputStream takes 0 as the end and would lose all members of a file but the first on a slow pipe.
            return 1;
        }
    }
}
