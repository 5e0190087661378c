package dev.bookingdate.desk.check;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.diff.Difference;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was released when, for readers of a document. */
public final class History {
    private final Map<Version, Api> releases = new TreeMap<>();
    private final Api now;
    private final String written;
    private final LocalDate today;

    private History(Api now, String written, LocalDate today) {
        this.now = now;
        this.written = written;
        this.today = today;
    }

    /** Reads the releases beside a document. */
    public static History of(Path document, Api now, LocalDate today) {
        Path changelog = document.resolveSibling("CHANGELOG.md");
        try {
            History history = new History(now, Files.exists(changelog) ? Files.readString(changelog) : "", today);
            Release.all(document.resolveSibling("released"))
                    .forEach(release -> history.releases.put(release.version(), Api.read(release.file())));
            return history;
        } catch (IOException unreadable) {
            throw new UnusableException(changelog + ": can't be read (" + unreadable.getMessage() + ")");
        }
    }

    /** Returns the released versions, the oldest first. */
    public Map<String, Api> releases() {
        Map<String, Api> named = new LinkedHashMap<>();
        releases.forEach((version, api) -> named.put(version.toString(), api));
        return named;
    }

    /** Returns the first version that has an operation, in words. */
    public String since(Operation operation) {
        return releases.entrySet().stream()
                .filter(release -> release.getValue().operations().containsKey(operation.key()))
                .findFirst()
                .map(release -> "since " + release.getKey())
                .orElse("not released yet");
    }

    /** Returns what changed in which version as Markdown, in front of it what is not released yet. */
    public String changes() {
        List<Map.Entry<Version, Api>> all = List.copyOf(releases.entrySet());
        if (all.isEmpty()) {
            return "Nothing is released yet.\n";
        }
        Map.Entry<Version, Api> last = all.get(all.size() - 1);
        Difference difference = Difference.between(last.getValue(), now, today);
        String next = difference.findings().isEmpty()
                ? ""
                : "## Not released yet\n\n" + Changelog.body(last.getKey(), difference) + "\n";
        int sections = written.indexOf("\n## ");
        return next
                + (sections < 0 ? "## " + last.getKey() + "\n\nThe first release.\n" : written.substring(sections + 1));
    }
}
