package dev.bookingdate.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** PostgreSQL's log: what one start has added to it, and its one predecessor. */
record ServerLog(Path file) {

    private static final long ROTATE_AT_BYTES = 16L * 1024 * 1024;
    private static final int TAIL_BYTES = 4 * 1024;

    long size() {
        return Files.exists(file) ? file.toFile().length() : 0;
    }

    /** Moves a long log aside. Only while no server runs, since it would go on writing to the moved file. */
    void rotateIfLong() {
        try {
            if (size() > ROTATE_AT_BYTES) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot rotate " + file, e);
        }
    }

    /** Returns the last lines that were written after a position. */
    String tailSince(long position) {
        if (!Files.exists(file)) {
            return "(no log)";
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long from = Math.max(position, channel.size() - TAIL_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate(TAIL_BYTES);
            channel.position(from);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // reads on until the buffer is full or the log ends
            }
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        } catch (IOException e) {
            return "(cannot read " + file + ": " + e + ")";
        }
    }
}
