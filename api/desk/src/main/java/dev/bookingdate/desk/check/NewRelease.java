package dev.bookingdate.desk.check;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.diff.Difference;
import dev.bookingdate.desk.diff.Level;
import dev.bookingdate.desk.source.Bundle;
import dev.bookingdate.desk.source.Place;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.source.UnusableException;
import dev.bookingdate.desk.source.YamlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A document that was checked and is green, on its way to be a released version. */
public final class NewRelease {
    private static final String HEAD = "# Released, so it never changes again: SHA256SUMS has its hash.\n";

    private final Path document;
    private final Place place;
    private final Version version;
    private final Optional<Release> last;
    private final Difference difference;

    private NewRelease(Path document, Place place, Version version, Optional<Release> last, Difference difference) {
        this.document = document;
        this.place = place;
        this.version = version;
        this.last = last;
        this.difference = difference;
    }

    /** Reads a document that {@link Check} found fit to be released. */
    public static NewRelease of(Path document, LocalDate today) {
        Api api = Api.read(document);
        SpecNode text = api.root()
                .get("info")
                .flatMap(info -> info.raw("version"))
                .orElseThrow(() -> api.root().wrong("a document with info.version"));
        Version version = Version.of(text.text()).orElseThrow(() -> text.wrong("a version such as 1.2.0"));
        Optional<Release> last = Release.all(folder(document)).stream().findFirst();
        Difference difference = last.map(release -> Difference.between(Api.read(release.file()), api, today))
                .orElse(new Difference(List.of()));
        return new NewRelease(document, text.place(), version, last, difference);
    }

    /** Returns why there is nothing to release, as a sentence. */
    public Optional<String> refusal() {
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Version before = last.get().version();
        if (difference.findings().isEmpty()) {
            return Optional.of(document + ": nothing has changed since " + before + ", so there is nothing to release");
        }
        return version.compareTo(before) > 0
                ? Optional.empty()
                : Optional.of(
                        place + ": " + version + " is not above " + before + ", the last release; raise info.version");
    }

    /** Whether users of the last release must change something. */
    public boolean isBreaking() {
        return difference.level().compareTo(Level.COMPATIBLE) > 0;
    }

    public String version() {
        return version.toString();
    }

    /** Returns the version that the document is given afterwards. */
    public String next() {
        return version.next(Version.Step.MINOR).toString();
    }

    /** Writes the release, its hash, its section of the change log, and the next version into the document. */
    public List<Path> write(LocalDate today) {
        Path file = folder(document).resolve(version + ".yaml");
        Path sums = Release.sums(folder(document));
        Path changelog = document.resolveSibling("CHANGELOG.md");
        byte[] bundle = (HEAD + YamlText.of(Bundle.read(document).json())).getBytes(StandardCharsets.UTF_8);
        String section = Changelog.section(version, today, last.map(Release::version), difference);
        try {
            Files.createDirectories(folder(document));
            Files.write(file, bundle);
            Files.writeString(sums, text(sums) + Remark.sha256(bundle) + "  " + version + ".yaml\n");
            Files.writeString(changelog, Changelog.with(text(changelog), section));
            moveOn();
        } catch (IOException unwritable) {
            throw new UnusableException(file + ": can't be released (" + unwritable.getMessage() + ")");
        }
        return List.of(file, sums, changelog, Path.of(place.file()));
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Only the digits change: whoever wrote the line keeps its quotes and its comment. */
    private void moveOn() throws IOException {
        Path file = Path.of(place.file());
        List<String> lines = new ArrayList<>(List.of(Files.readString(file).split("\n", -1)));
        String line = lines.get(place.line() - 1);
        int at = line.indexOf(version.toString(), place.column() - 1);
        if (at < 0) {
            throw new UnusableException(place + ": write info.version as " + version + " in one line");
        }
        lines.set(
                place.line() - 1,
                line.substring(0, at)
                        + next()
                        + line.substring(at + version.toString().length()));
        Files.writeString(file, String.join("\n", lines));
    }

    private static Path folder(Path document) {
        return document.resolveSibling("released");
    }
}
