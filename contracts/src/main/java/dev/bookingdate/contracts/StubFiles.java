package dev.bookingdate.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The contracts and the stubs that the build made from them, where this class itself was loaded from: the jar, or
 * {@code target/classes} when Maven has not come as far as the jar.
 */
final class StubFiles {
    /** The layout that Stub Runner knows; the next level is the version. */
    private static final String ROOT = "META-INF/dev.bookingdate/booking-date-backfill-contracts";

    /** The build keeps {@code metadata} in the contract alone. Two lines don't make every consumer need a YAML parser. */
    private static final Pattern BECOMES = Pattern.compile("(?m)^metadata:(?:\\R +\\S.*)*?\\R +becomes: (\\S+)$");

    /** Where JSON is announced, the converter takes a text in the contract for a JSON string: it is a body that is no JSON. */
    private static final Pattern TEXT_AS_JSON = Pattern.compile("\"equalToJson\"( ?: ?\")\\\\\"([^\"\\\\]*)\\\\\"\"");

    private StubFiles() {}

    /** Returns the stubs as JSON by {@code <consumer>/<operation>/<case>}, in the order of these names. */
    static Map<String, String> all() {
        Map<String, String> stubs = read("mappings", ".json");
        stubs.replaceAll((name, stub) -> TEXT_AS_JSON.matcher(stub).replaceAll("\"equalTo\"$1$2\""));
        return stubs;
    }

    /**
     * Returns the stubs of some consumers.
     *
     * @throws IllegalArgumentException if one of them has no contract
     */
    static Map<String, String> ofConsumers(Collection<String> consumers) {
        Map<String, String> all = all();
        Map<String, String> own = new TreeMap<>();
        for (String consumer : consumers) {
            if (all.keySet().stream().noneMatch(name -> name.startsWith(consumer + "/"))) {
                throw new IllegalArgumentException("There is no contract of the consumer '" + consumer + "', only of "
                        + String.join(", ", consumers()));
            }
            all.forEach((name, stub) -> {
                if (name.startsWith(consumer + "/")) {
                    own.put(name, stub);
                }
            });
        }
        return own;
    }

    /** Returns the consumers that have contracts, by name. */
    static List<String> consumers() {
        return all().keySet().stream()
                .map(name -> name.substring(0, name.indexOf('/')))
                .distinct()
                .toList();
    }

    /** Returns, by contract of a consumer, the {@code get} contract that its job is read as afterwards. */
    static Map<String, String> becomes(String consumer) {
        Map<String, String> states = new TreeMap<>();
        read("contracts", ".yml").forEach((name, yaml) -> {
            Matcher becomes = BECOMES.matcher(yaml);
            if (name.startsWith(consumer + "/") && becomes.find()) {
                states.put(name, becomes.group(1));
            }
        });
        return states;
    }

    /** Returns the version of the contracts. */
    static String version() {
        return root(root -> {
            try (Stream<Path> versions = Files.list(root)) {
                return versions.map(version -> version.getFileName().toString().replace("/", ""))
                        .findFirst()
                        .orElse("unknown");
            }
        });
    }

    private static Map<String, String> read(String folder, String ending) {
        return root(root -> under(root, folder, ending));
    }

    private interface Reading<T> {
        T of(Path root) throws IOException;
    }

    private static <T> T root(Reading<T> reading) {
        Path home = home();
        try {
            if (Files.isDirectory(home)) {
                return reading.of(home.resolve(ROOT));
            }
            try (FileSystem jar = FileSystems.newFileSystem(home)) {
                return reading.of(jar.getPath(ROOT));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The contracts in " + home + " can't be read", e);
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

    private static Map<String, String> under(Path root, String folder, String ending) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (Path versioned : versioned(root, folder)) {
            try (Stream<Path> files = Files.walk(versioned)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = versioned.relativize(file).toString().replace('\\', '/');
                    if (name.endsWith(ending)) {
                        texts.put(name.substring(0, name.length() - ending.length()), Files.readString(file));
                    }
                }
            }
        }
        return texts;
    }

    private static List<Path> versioned(Path root, String folder) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(root)) {
            return versions.map(version -> version.resolve(folder))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }
}
