package dev.bookingdate.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The layout of the data folder: what lies where. */
record DataDirectory(Path root) {

    static final String USER = "bookingdate";
    static final String DATABASE = "bookingdate";

    /** Creates the folder when it is missing and closes it to everybody but its owner. */
    static DataDirectory open(Path dataDir) {
        try {
            refuseSomebodyElses(dataDir);
            Files.createDirectories(dataDir);
            // The real path, since two names for one folder must not become two servers on it.
            DataDirectory directory = new DataDirectory(dataDir.toRealPath());
            OwnerOnly.restrictDirectory(directory.root());
            return directory;
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot create or open the data folder " + dataDir, e);
        }
    }

    Path startLock() {
        return root.resolve("start.lock");
    }

    Path runningLock() {
        return root.resolve("running.lock");
    }

    Path users() {
        return root.resolve("users");
    }

    Path binaries() {
        return root.resolve("binaries-" + PostgresBinaries.VERSION);
    }

    Path cluster() {
        return root.resolve("cluster");
    }

    Path password() {
        return root.resolve("password");
    }

    Path log() {
        return root.resolve("postgres.log");
    }

    /** A folder like /tmp, given by mistake, must not be closed to everybody else. */
    private static void refuseSomebodyElses(Path dataDir) throws IOException {
        if (!Files.isDirectory(dataDir) || Files.exists(dataDir.resolve("start.lock"))) {
            return;
        }
        try (Stream<Path> files = Files.list(dataDir)) {
            // A fresh volume has this one from its file system.
            if (files.anyMatch(file -> !file.endsWith("lost+found"))) {
                throw new EmbeddedPostgresException(
                        "the data folder " + dataDir + " is neither empty nor one of ours; name another one");
            }
        }
    }
}
