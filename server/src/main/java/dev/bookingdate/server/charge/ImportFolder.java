package dev.bookingdate.server.charge;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A folder for what an import puts aside. It goes with the import, also when that is ended by a signal; what an import leaves
 * that was killed goes with the next one.
 */
final class ImportFolder implements Closeable {

    private static final String PREFIX = "booking-date-import";

    /** Locked for as long as its import lives. */
    private static final String IN_USE = "in-use";

    private final Path path;
    private final FileChannel inUse;
    private final Thread atTheEnd = new Thread(this::deleteQuietly, "import-folder");

    private ImportFolder(Path path, FileChannel inUse) {
        this.path = path;
        this.inUse = inUse;
    }

    static ImportFolder create() throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static ImportFolder create(Path parent) throws IOException {
        deleteLeftovers(parent);
        Path path = Files.createTempDirectory(parent, PREFIX);
        // Nobody may find it unlocked: it gets its name once it is locked.
        Path unnamed = path.resolve("new");
        FileChannel inUse = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        inUse.lock();
        Files.move(unnamed, path.resolve(IN_USE));
        ImportFolder folder = new ImportFolder(path, inUse);
        Runtime.getRuntime().addShutdownHook(folder.atTheEnd);
        return folder;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException e) {
            // The end has begun.
        }
        delete(path);
        inUse.close();
    }

    private void deleteQuietly() {
        try {
            delete(path);
        } catch (IOException e) {
            // The next import deletes it.
        }
    }

    private static void deleteLeftovers(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                deleteIfLeft(folder);
            }
        } catch (UncheckedIOException e) {
            // Not ours to look at.
        }
    }

    private static void deleteIfLeft(Path folder) {
        try (FileChannel inUse = FileChannel.open(folder.resolve(IN_USE), StandardOpenOption.WRITE)) {
            if (inUse.tryLock() != null) {
                delete(folder);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // Another user's, or an import of this process has it.
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
