package dev.bookingdate.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The stubs that the build made from the contracts, where this class itself was loaded from: the jar, or
 * {@code target/classes} when Maven has not come as far as the jar.
 */
final class StubFiles {
    /** The layout that Stub Runner knows; the next level is the version. */
    private static final String ROOT = "META-INF/dev.bookingdate/booking-date-backfill-contracts";

    private StubFiles() {}

    /** Returns the stubs as JSON by {@code <consumer>/<operation>/<case>}, in the order of these names. */
    static Map<String, String> all() {
        Path home = home();
        try {
            if (Files.isDirectory(home)) {
                return under(home.resolve(ROOT));
            }
            try (FileSystem jar = FileSystems.newFileSystem(home)) {
                return under(jar.getPath(ROOT));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The stubs in " + home + " can't be read", e);
        }
    }

    private static Path home() {
        try {
            URI location = StubFiles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(location);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The contracts were loaded from no file", e);
        }
    }

    private static Map<String, String> under(Path root) throws IOException {
        Map<String, String> stubs = new TreeMap<>();
        for (Path mappings : mappings(root)) {
            try (Stream<Path> files = Files.walk(mappings)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = mappings.relativize(file).toString().replace('\\', '/');
                    stubs.put(name.replaceFirst("[.]json$", ""), Files.readString(file));
                }
            }
        }
        return stubs;
    }

    private static List<Path> mappings(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(root)) {
            return versions.map(version -> version.resolve("mappings"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }
}
