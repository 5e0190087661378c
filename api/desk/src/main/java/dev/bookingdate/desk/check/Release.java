package dev.bookingdate.desk.check;

import dev.bookingdate.desk.source.Place;
import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A version that was released: a file that never changes again.
 *
 * <p>Three files know of it: {@code released/<version>.yaml}, its hash in {@code released/SHA256SUMS}, and its section of
 * {@code CHANGELOG.md}. Whoever deletes or edits one of them contradicts the others.
 */
record Release(Version version, Path file) {
    private static final Pattern SECTION = Pattern.compile("## ([0-9]+\\.[0-9]+\\.[0-9]+)\\b.*");

    /** Returns all releases in a folder, the newest first. */
    static List<Release> all(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(Release::of)
                    .sorted(Comparator.comparing(Release::version).reversed())
                    .toList();
        } catch (IOException unreadable) {
            throw new UnusableException(folder + ": can't be read (" + unreadable.getMessage() + ")");
        }
    }

    private static Release of(Path file) {
        String name = Objects.toString(file.getFileName());
        Version version = Version.of(name.substring(0, name.length() - ".yaml".length()))
                .orElseThrow(
                        () -> new UnusableException(file + ": a release is called by its version, such as 1.0.0.yaml"));
        return new Release(version, file);
    }

    static Path sums(Path folder) {
        return folder.resolve("SHA256SUMS");
    }

    /** Returns an error for each release that was edited, deleted or never locked. */
    static List<Remark> errors(Path folder, Path changelog) {
        List<Release> all = all(folder);
        List<String> sums = lines(sums(folder));
        List<Remark> errors = new ArrayList<>();
        for (Release release : all) {
            String name = release.version() + ".yaml";
            String line = Remark.sha256(bytes(release.file())) + "  " + name;
            if (!sums.contains(line)) {
                boolean listed = sums.stream().anyMatch(one -> one.endsWith("  " + name));
                String text = listed
                        ? "is not what was released as " + release.version() + ": its hash is another one"
                        : "is not in " + sums(folder) + ": sha256sum " + name + " >> SHA256SUMS locks it";
                errors.add(Remark.error(new Place(release.file().toString(), 1, 1), "release-locked", text));
            }
        }
        mentioned(sums, Pattern.compile("[0-9a-f]{64}  (.+)\\.yaml"))
                .forEach((version, line) -> deleted(
                                all, version, new Place(sums(folder).toString(), line, 1))
                        .ifPresent(errors::add));
        mentioned(lines(changelog), SECTION)
                .forEach((version, line) -> deleted(all, version, new Place(changelog.toString(), line, 1))
                        .ifPresent(errors::add));
        return errors;
    }

    private static Optional<Remark> deleted(List<Release> all, String version, Place place) {
        boolean there = all.stream().anyMatch(one -> one.version().toString().equals(version));
        String text = version + " was released, and " + version + ".yaml is gone: restore it; a version that nobody"
                + " uses any more is named in retired.yaml";
        return there ? Optional.empty() : Optional.of(Remark.error(place, "release-deleted", text));
    }

    private static Map<String, Integer> mentioned(List<String> lines, Pattern pattern) {
        Map<String, Integer> mentioned = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = pattern.matcher(lines.get(i));
            if (line.matches()) {
                mentioned.putIfAbsent(line.group(1), i + 1);
            }
        }
        return mentioned;
    }

    /** Returns the releases that an edit must stay compatible with: all that are not retired yet. */
    static List<Release> inUse(Path folder, Path retired, LocalDate today) {
        List<Release> all = new ArrayList<>(all(folder));
        if (Files.exists(retired)) {
            for (SpecNode entry : SpecFiles.data(retired, retired.toString()).items("retired")) {
                String version = text(entry, "version");
                text(entry, "reason");
                if (all.stream().noneMatch(one -> one.version().toString().equals(version))) {
                    throw entry.wrong("a version that was released; " + version + " was not");
                }
                if (!date(entry).isAfter(today)) {
                    all.removeIf(one -> one.version().toString().equals(version));
                }
            }
        }
        return List.copyOf(all);
    }

    private static String text(SpecNode entry, String name) {
        return entry.text(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> entry.wrong("a retired release with version, since and reason"));
    }

    private static LocalDate date(SpecNode entry) {
        try {
            return LocalDate.parse(text(entry, "since"));
        } catch (DateTimeParseException unreadable) {
            throw entry.wrong("an entry with a date in since, such as 2027-01-31");
        }
    }

    private static List<String> lines(Path file) {
        return Files.exists(file)
                ? new String(bytes(file), StandardCharsets.UTF_8).lines().toList()
                : List.of();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UnusableException(file + ": can't be read (" + unreadable.getMessage() + ")");
        }
    }
}
