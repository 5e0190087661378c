package dev.bookingdate.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The map of a stop, and the questions below it, as {@code CONTRIBUTING.md} has them. */
public final class StopMap {

    private static final Pattern STATION = Pattern.compile("\\[\"([^\"]+)\"]");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
    private static final Pattern ANSWER = Pattern.compile("(?m)^\\| [^|]*\\? \\| `([^`]+)` \\|$");

    private StopMap() {}

    /** The files in the picture, from the first filter to the statement. */
    public static List<String> stations() {
        return all(STATION, section("## What happens to a stop"));
    }

    static List<String> explained() {
        return all(ROW, section("## What happens to a stop"));
    }

    static List<String> answers() {
        return all(ANSWER, section("## Where is it decided?"));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static String section(String heading) {
        try {
            String text = Files.readString(Path.of("../CONTRIBUTING.md"));
            int from = text.indexOf(heading + "\n");
            return text.substring(from, text.indexOf("\n## ", from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
