package dev.bookingdate.server.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The preference {@code wait} of RFC 7240: how many seconds the caller would wait for the job to be at rest.
 *
 * @param seconds 0 to 30
 */
record WaitPreference(int seconds) {

    /** The response header that says what was honoured. */
    static final String APPLIED = "Preference-Applied";

    private static final int MOST = 30;

    private static final String WORD = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*\"";

    /** What stands between two commas, or two semicolons; none of those that are quoted. */
    private static final String PART = "(?:[^\"%s]|" + QUOTED + ")*";

    private static final Pattern PREFERENCE =
            Pattern.compile("\\s*(" + WORD + ")\\s*(?:=\\s*(" + WORD + "|" + QUOTED + ")?\\s*)?");
    private static final Pattern SECONDS = Pattern.compile("\"?0*([0-9]+)\"?");

    /**
     * Reads the header. A preference that is not known or not well-formed is as good as absent; of one that comes several
     * times the first counts.
     *
     * @param prefer several headers count as one list; null when absent
     */
    static Optional<WaitPreference> of(@Nullable String prefer) {
        if (prefer == null) {
            return Optional.empty();
        }
        for (String preference : parts(prefer, ',')) {
            // Parameters of a preference follow it; this one has none that we know.
            Matcher matcher = PREFERENCE.matcher(parts(preference, ';').get(0));
            if (matcher.matches() && matcher.group(1).toLowerCase(Locale.ROOT).equals("wait")) {
                return matcher.group(2) == null ? Optional.empty() : seconds(matcher.group(2));
            }
        }
        return Optional.empty();
    }

    private static Optional<WaitPreference> seconds(String value) {
        Matcher matcher = SECONDS.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String digits = matcher.group(1);
        return Optional.of(new WaitPreference(digits.length() > 2 ? MOST : Math.min(MOST, Integer.parseInt(digits))));
    }

    /** At least one; what follows an open quote belongs to no part. */
    private static List<String> parts(String text, char separator) {
        List<String> parts = new ArrayList<>();
        Matcher matcher =
                Pattern.compile(String.format(Locale.ROOT, PART, separator)).matcher(text);
        int from = 0;
        while (matcher.find(from) && matcher.start() == from) {
            parts.add(matcher.group());
            if (matcher.end() == text.length() || text.charAt(matcher.end()) != separator) {
                break;
            }
            from = matcher.end() + 1;
        }
        return parts;
    }

    Duration atMost() {
        return Duration.ofSeconds(seconds);
    }

    /** As {@code Preference-Applied} says it. */
    @Override
    public String toString() {
        return "wait=" + seconds;
    }
}
