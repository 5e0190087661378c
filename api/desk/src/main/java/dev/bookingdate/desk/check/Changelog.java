package dev.bookingdate.desk.check;

import dev.bookingdate.desk.diff.Change;
import dev.bookingdate.desk.diff.Difference;
import dev.bookingdate.desk.diff.Direction;
import dev.bookingdate.desk.diff.Finding;
import dev.bookingdate.desk.diff.Plane;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The section of a release: one sentence for each change, for users of REST and for users of generated Java code. */
final class Changelog {
    private static final String HEAD =
            "# Changes of the API\n\nThe newest release comes first. `desk release` writes each section.\n";
    private static final Pattern MEMBER = Pattern.compile("([A-Z]\\w*)\\.(\\w+)");
    /** A body without a name of its own, such as {@code answer 200}, and perhaps a member of it. */
    private static final Pattern BODY = Pattern.compile("((?:default )?answer[^.]*|request body)(?:\\.(.+))?");
    /** The rest are nouns, such as {@code maxItems 0 is new}. */
    private static final Pattern PREDICATE = Pattern.compile("(is|was|may|has|can|must|takes|allows|now) .*");

    private Changelog() {}

    /** Returns the text of the file with a further section in front of the others. */
    static String with(String text, String section) {
        String whole = text.isBlank() ? HEAD : text;
        int first = whole.indexOf("\n## ");
        return first < 0
                ? whole.stripTrailing() + "\n\n" + section
                : whole.substring(0, first + 1) + section + "\n" + whole.substring(first + 1);
    }

    /** @param difference from the last release; empty for the first one */
    static String section(Version version, LocalDate date, Optional<Version> last, Difference difference) {
        String heading = "## " + version + " (" + date + ")\n\n";
        return heading + last.map(before -> body(before, difference)).orElse("The first release.\n");
    }

    /** Returns what is different from the last release, below the heading. */
    static String body(Version last, Difference difference) {
        StringBuilder text = new StringBuilder();
        boolean breaks =
                difference.findings().stream().anyMatch(one -> one.level().isRed());
        text.append(breaks ? "Breaks users of " : "Compatible with ")
                .append(last)
                .append(".\n");
        List<Finding> shown = difference.findings().stream()
                .filter(one -> one.change() != Change.TEXT_CHANGED)
                .toList();
        int texts = difference.findings().size() - shown.size();
        text.append("\nFor REST users:\n\n");
        shown.forEach(one -> text.append("- ").append(rest(one)).append('\n'));
        if (texts > 0 || shown.isEmpty()) {
            text.append(texts == 1 ? "- One text" : "- " + texts + " texts").append(" of the reference changed.\n");
        }
        List<String> java =
                shown.stream().map(Changelog::java).flatMap(Optional::stream).toList();
        text.append("\nFor Java users:\n\n");
        java.forEach(one -> text.append("- ").append(one).append('\n'));
        return (java.isEmpty() ? text.append("- Generated code stays as it was.\n") : text).toString();
    }

    private static String rest(Finding finding) {
        String words = words(finding);
        // A header that many answers share is named by the first of them.
        boolean shared = subject(finding).startsWith("answer ")
                && !finding.location().pointer().contains("/responses/");
        String subject = shared ? "" : subject(finding);
        String sentence = subject.isEmpty()
                ? words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1)
                : sentence(subject, words, finding.direction());
        String breaking = finding.level().isRed() ? "**Breaking:** " : "";
        return breaking + sentence + operations(finding, sentence) + ".";
    }

    private static String sentence(String subject, String words, Direction direction) {
        Matcher body = BODY.matcher(subject);
        boolean named = !body.matches();
        if (!named && body.group(2) == null) {
            return "In the " + subject + ", " + words;
        }
        String member = named ? "`" + subject + "`" : "`" + body.group(2) + "`";
        String where = named ? where(direction) : " in the " + body.group(1);
        return PREDICATE.matcher(words).matches() ? member + " " + words + where : member + where + ": " + words;
    }

    private static String where(Direction direction) {
        return switch (direction) {
            case REQUEST -> " in requests";
            case ANSWER -> " in answers";
            case CALL -> "";
        };
    }

    private static String operations(Finding finding, String sentence) {
        List<String> all = finding.operations();
        if (all.isEmpty() || (all.size() == 1 && sentence.contains(all.get(0)))) {
            return "";
        }
        return " (" + String.join(", ", all) + ")";
    }

    /** Returns what changes in code that is generated; empty for what only travels. */
    private static Optional<String> java(Finding finding) {
        String subject = subject(finding);
        Matcher member = MEMBER.matcher(subject);
        if (finding.level(Plane.SOURCE).isRed()) {
            String about = subject.isEmpty() ? words(finding) : "`" + subject + "` " + words(finding);
            return Optional.of("**Breaking:** " + about + "; code that uses it must be changed.");
        }
        return switch (finding.change()) {
            case MEMBER_ADDED, MEMBER_ADDED_REQUIRED ->
                member.matches()
                        ? Optional.of("`" + member.group(1) + "` has the new property `" + member.group(2) + "`.")
                        : Optional.empty();
            case OPERATION_ADDED ->
                Optional.of("There is a new method, `" + finding.operations().get(0) + "`.");
            case PARAMETER_ADDED, PARAMETER_ADDED_REQUIRED ->
                Optional.of("The request of " + String.join(", ", finding.operations()) + " has a new parameter: "
                        + words(finding).replaceFirst(" is new.*", "") + ".");
            case OPEN_ENUM_VALUE_ADDED, ENUM_VALUE_ADDED ->
                Optional.of("`" + subject + "` has a new constant: " + words(finding) + ".");
            case OPERATION_DEPRECATED -> Optional.of("The compiler warns of calls: " + words(finding) + ".");
            default -> Optional.empty();
        };
    }

    /** Messages are {@code subject: words}, or words alone; what follows a semicolon is the proof. */
    private static String subject(Finding finding) {
        String message = said(finding);
        int end = message.lastIndexOf(": ");
        return end < 0 ? "" : message.substring(0, end);
    }

    private static String words(Finding finding) {
        String message = said(finding);
        return message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
    }

    private static String said(Finding finding) {
        return finding.message().replaceFirst("(?s); .*", "");
    }
}
