package dev.bookingdate.desk.command;

import dev.bookingdate.desk.consumer.Consumers.Loss;
import dev.bookingdate.desk.consumer.Consumers.Losses;
import dev.bookingdate.desk.diff.Difference;
import dev.bookingdate.desk.diff.Explanation;
import dev.bookingdate.desk.diff.Finding;
import dev.bookingdate.desk.diff.Plane;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** For the terminal: what is red in full, what is compatible in a line each, prose as a count; at most a screen. */
final class TextReport {
    private static final int MOST_LINES = 30;
    private static final int MOST_LOSSES = 6;

    private TextReport() {}

    static String of(Difference difference, Losses losses) {
        StringBuilder text = new StringBuilder();
        List<Finding> shown = difference.findings().stream()
                .filter(finding -> finding.plane() != Plane.DOCUMENTATION)
                .toList();
        List<String> lines = shown.stream()
                .flatMap(finding -> lines(finding, losses).stream())
                .toList();
        lines.stream().limit(MOST_LINES).forEach(line -> text.append(line).append('\n'));
        if (lines.size() > MOST_LINES) {
            text.append(lines.size() - MOST_LINES).append(" lines more; --output json has all.\n");
        }
        int prose = difference.findings().size() - shown.size();
        if (prose > 0) {
            text.append(prose).append(prose == 1 ? " text changed.\n" : " texts changed.\n");
        }
        String verdicts = Arrays.stream(Plane.values())
                .filter(plane -> plane != Plane.DOCUMENTATION)
                .map(plane -> plane.shown() + ": " + difference.level(plane).shown())
                .collect(Collectors.joining(", "));
        return text.append(verdicts).append('\n').toString();
    }

    /** Returns who loses what by a change, as the end of a sentence. */
    static String lost(Losses losses, Finding finding) {
        List<String> lost = losses.of(finding).stream().map(Loss::toString).toList();
        if (lost.isEmpty()) {
            return "";
        }
        String named = lost.stream().limit(MOST_LOSSES).collect(Collectors.joining(", "));
        return "; breaks " + named + (lost.size() > MOST_LOSSES ? " and " + (lost.size() - MOST_LOSSES) + " more" : "");
    }

    private static List<String> lines(Finding finding, Losses losses) {
        String plane =
                finding.plane() == Plane.WIRE ? "" : " (" + finding.plane().shown() + ")";
        String line = finding.location().place() + ": " + finding.level().shown() + plane + " " + finding.rule() + ": "
                + finding.message() + reached(finding) + lost(losses, finding);
        if (!finding.level().isRed()) {
            return List.of(line);
        }
        String advice = Explanation.advice(finding);
        return advice.isEmpty() ? List.of(line) : List.of(line, "    " + advice);
    }

    private static String reached(Finding finding) {
        List<String> operations = finding.operations();
        if (operations.isEmpty()) {
            return "";
        }
        String named = operations.stream().limit(5).collect(Collectors.joining(", "));
        return " (reached by " + named + (operations.size() > 5 ? " and " + (operations.size() - 5) + " more" : "")
                + ")";
    }
}
