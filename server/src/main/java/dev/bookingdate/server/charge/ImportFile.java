package dev.bookingdate.server.charge;

import dev.bookingdate.server.command.CommandRefusedException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.io.input.ReaderInputStream;

/** The file of an import: unpacked when it is gzipped or alone in a ZIP archive, in UTF-8, without a byte order mark. */
public final class ImportFile implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int[] ZIP = {'P', 'K', 3, 4};

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
        if (startsWith(buffered, ZIP)) {
            throw new CommandRefusedException("A ZIP archive in a gzip file is not read; unpack it.");
        }
        if (startsWith(buffered, 0xff, 0xfe) || startsWith(buffered, 0xfe, 0xff)) {
            buffered = utf8(buffered);
        }
        if (startsWith(buffered, 0xef, 0xbb, 0xbf)) {
            buffered.skipNBytes(3);
        }
        this.content = buffered;
    }

    /**
     * Opens a file, which has to be a regular one.
     *
     * @throws CommandRefusedException when it is an archive of more than one file
     */
    public static ImportFile open(Path file) throws IOException {
        if (isZip(file)) {
            return onlyEntry(file);
        }
        InputStream in = Files.newInputStream(file);
        try {
            return new ImportFile(in, Files.size(file));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return startsWith(in, ZIP);
        }
    }

    private static ImportFile onlyEntry(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        try {
            List<? extends ZipEntry> entries = zip.stream()
                    .filter(entry -> !entry.isDirectory() && !entry.getName().startsWith("__MACOSX/"))
                    .toList();
            if (entries.size() != 1) {
                throw new CommandRefusedException("The file is a ZIP archive of " + entries.size()
                        + " files, or a spreadsheet; unpack it or save it as CSV.");
            }
            ZipEntry only = entries.get(0);
            return new ImportFile(closing(zip.getInputStream(only), zip), only.getSize());
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static InputStream closing(InputStream in, ZipFile zip) {
        return new FilterInputStream(in) {
            @Override
            public void close() throws IOException {
                zip.close();
            }
        };
    }

    /** UTF-16 with a byte order mark, as spreadsheets save "Unicode text". What is not well-formed ends the reading. */
    private static InputStream utf8(InputStream utf16) throws IOException {
        Reader characters = new InputStreamReader(utf16, StandardCharsets.UTF_16.newDecoder());
        return new BufferedInputStream(
                ReaderInputStream.builder()
                        .setReader(characters)
                        .setCharset(StandardCharsets.UTF_8)
                        .get(),
                BUFFER_BYTES);
    }

    InputStream content() {
        return content;
    }

    /** The length of the file as it lies there, of a ZIP archive the one of the file in it; less than 0 when unknown. */
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
            // GZIPInputStream takes 0 as the end, and would lose all members of a file but the first.
            return 1;
        }
    }
}
