package dev.bookingdate.server.export;

import dev.bookingdate.server.command.CommandRefusedException;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The file of an export. Until it is whole it is FILE.part, and FILE.resume says how far it came: nobody who looks for FILE
 * takes half of an export for all of it.
 */
final class ExportFile implements ExportTarget {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final Path part;
    private final Path resume;
    private final boolean gzip;
    private final FileChannel channel;
    private long bytes;

    private ExportFile(Path file, Path part, FileChannel channel) {
        this.file = file;
        this.part = part;
        this.resume = beside(file, ".resume");
        this.gzip = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        this.channel = channel;
    }

    /**
     * Opens a file for one export at a time.
     *
     * @throws CommandRefusedException when another export writes it
     */
    static ExportFile open(Path file) throws IOException {
        Path part = beside(file, ".part");
        FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new ExportFile(file, part, channel);
            }
        } catch (OverlappingFileLockException e) {
            // Refused as well.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new CommandRefusedException("Another export writes " + file + " just now.");
    }

    @Override
    public Optional<Reached> reached(String what) throws IOException {
        if (!Files.exists(resume)) {
            return Optional.empty();
        }
        Properties kept = new Properties();
        try (Reader in = Files.newBufferedReader(resume)) {
            kept.load(in);
            Reached reached = new Reached(
                    Integer.parseInt(kept.getProperty("part")),
                    Long.parseLong(kept.getProperty("after")),
                    Long.parseLong(kept.getProperty("rows")),
                    Long.parseLong(kept.getProperty("oldest")));
            bytes = Long.parseLong(kept.getProperty("bytes"));
            return what.equals(kept.getProperty("what")) && channel.size() >= bytes
                    ? Optional.of(reached)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Not one of ours.
            return Optional.empty();
        }
    }

    @Override
    public void goOn() throws IOException {
        cutAt(bytes);
    }

    @Override
    public void begin() throws IOException {
        Files.deleteIfExists(resume);
        cutAt(0);
    }

    /** What a piece may have written behind the last one that was kept is not known. */
    private void cutAt(long end) throws IOException {
        channel.truncate(end);
        channel.position(end);
    }

    /** Each piece is a gzip member of its own: a file can be cut between two of them. */
    @Override
    public OutputStream piece() throws IOException {
        OutputStream open = new FilterOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void write(byte[] written, int offset, int length) throws IOException {
                out.write(written, offset, length);
            }

            @Override
            public void close() {}
        };
        return new BufferedOutputStream(gzip ? new QuickGzip(open) : open, BUFFER_BYTES);
    }

    @Override
    public void keep(String what, Reached reached) throws IOException {
        channel.force(false);
        Properties kept = new Properties();
        kept.setProperty("what", what);
        kept.setProperty("part", String.valueOf(reached.part()));
        kept.setProperty("after", String.valueOf(reached.after()));
        kept.setProperty("rows", String.valueOf(reached.rows()));
        kept.setProperty("oldest", String.valueOf(reached.oldest()));
        kept.setProperty("bytes", String.valueOf(channel.position()));
        Path next = beside(file, ".resume.new");
        try (Writer out = Files.newBufferedWriter(next)) {
            kept.store(out, "How far the export to this file came. The same command goes on from here.");
        }
        Files.move(next, resume, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void complete() throws IOException {
        channel.force(true);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(resume);
    }

    @Override
    public void close() throws IOException {
        boolean unused = channel.size() == 0;
        channel.close();
        if (unused) {
            Files.deleteIfExists(part);
        }
    }

    /** Less than half the time for a file that is a fifth larger: else the database would wait for the packing. */
    private static final class QuickGzip extends GZIPOutputStream {

        QuickGzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
