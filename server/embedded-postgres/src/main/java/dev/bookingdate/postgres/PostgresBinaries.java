package dev.bookingdate.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once per data folder. Called under the start lock, and not while a server runs. */
final class PostgresBinaries {

    static final String VERSION = "18.6";
    static final String MAJOR_VERSION = "18";

    /** Its content says what was unpacked from what; it is written last. */
    private static final String MARKER = ".unpacked";

    private final DataDirectory directory;
    private final URL archive;

    PostgresBinaries(DataDirectory directory, URL archive) {
        this.directory = directory;
        this.archive = archive;
    }

    /** Returns the folder with the programs, after unpacking them unless that was done. */
    Path unpacked() {
        Path target = directory.binaries();
        try {
            if (!isComplete(target)) {
                // An older version's folder stays: its server may be the one that runs.
                Leftovers.remove(directory.root(), "binaries-*.tmp");
                Leftovers.remove(directory.root(), target.getFileName().toString());
                Path part = directory.root().resolve("binaries-" + UUID.randomUUID() + ".tmp");
                unpack(part);
                Files.writeString(part.resolve(MARKER), fingerprint(part));
                OwnerOnly.moveDurably(part, target);
            }
            return target.resolve("bin");
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot unpack " + archive + " to " + target, e);
        }
    }

    /**
     * The sizes are compared, since unpacking does not wait for the disk: after a power failure files may be empty that
     * were complete before.
     */
    private boolean isComplete(Path target) throws IOException {
        Path marker = target.resolve(MARKER);
        return Files.exists(marker) && Files.readString(marker).equals(fingerprint(target));
    }

    private String fingerprint(Path unpacked) throws IOException {
        long archiveBytes = archive.openConnection().getContentLengthLong();
        try (Stream<Path> files = Files.walk(unpacked)) {
            List<Long> sizes = files.filter(file -> Files.isRegularFile(file) && !file.endsWith(MARKER))
                    .map(file -> file.toFile().length())
                    .toList();
            long bytes = sizes.stream().mapToLong(Long::longValue).sum();
            return String.format(
                    Locale.ROOT, "archive %d bytes, %d files, %d bytes", archiveBytes, sizes.size(), bytes);
        }
    }

    private void unpack(Path target) throws IOException {
        try (InputStream in = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, target);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("the archive names a file outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(content, path);
            if (OwnerOnly.posix()) {
                boolean executable = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
            }
        } else {
            throw new IOException("the archive has an entry of an unknown kind: " + entry.getName());
        }
    }
}
