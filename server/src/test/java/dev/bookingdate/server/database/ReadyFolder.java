package dev.bookingdate.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Data folders as a first start and a stop leave them, for tests that are about something else. The first start is made
 * once; the folders are copies. Their programs are hard links, so a test that damages one must put a new file in its place.
 */
final class ReadyFolder implements TempDirFactory {

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        return newCopy();
    }

    static Path newCopy() throws IOException {
        Path folder = UnderTarget.newFolder();
        copy(Original.FOLDER, folder);
        return folder;
    }

    /** For a first start that need not unpack. */
    static void linkPrograms(Path dataDir) throws IOException {
        Path programs = new DataDirectory(Original.FOLDER).binaries();
        copy(programs, new DataDirectory(dataDir).binaries(), programs);
        // Else the folder would be taken for somebody else's.
        Files.createFile(new DataDirectory(dataDir).startLock());
    }

    /** Copies the folder of a server that is at rest, but for who uses it. */
    static void copy(Path from, Path to) throws IOException {
        copy(from, to, new DataDirectory(from).binaries());
    }

    private static void copy(Path from, Path to, Path programs) throws IOException {
        Path users = new DataDirectory(from).users();
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (directory.equals(users)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (!directory.equals(from) || !Files.exists(to)) {
                    Files.copy(directory, target(directory), StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.startsWith(programs) && attributes.isRegularFile()) {
                    Files.createLink(target(file), file);
                } else {
                    Files.copy(file, target(file), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
                }
                return FileVisitResult.CONTINUE;
            }

            private Path target(Path file) {
                return to.resolve(from.relativize(file));
            }
        });
    }

    private static final class Original {

        static final Path FOLDER = make();

        private static Path make() {
            try {
                Path folder = UnderTarget.newFolder().toRealPath();
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(
                                () -> Leftovers.remove(
                                        folder.getParent(), folder.getFileName().toString()),
                                "remove-ready-folder"));
                EmbeddedPostgres.start(folder, Servers.SETTINGS).close();
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
