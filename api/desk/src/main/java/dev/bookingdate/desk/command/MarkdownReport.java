package dev.bookingdate.desk.command;

import dev.bookingdate.desk.consumer.Consumers.Losses;
import dev.bookingdate.desk.diff.Difference;
import dev.bookingdate.desk.diff.Finding;
import dev.bookingdate.desk.diff.Plane;

/** For pull requests and change logs. */
final class MarkdownReport {
    private MarkdownReport() {}

    static String of(Difference difference, Losses losses) {
        StringBuilder text = new StringBuilder("| wire | source | behaviour | documentation |\n|---|---|---|---|\n|");
        for (Plane plane : Plane.values()) {
            text.append(' ').append(difference.level(plane).shown()).append(" |");
        }
        text.append('\n');
        if (!difference.findings().isEmpty()) {
            text.append("\n| level | rule | what | where | operations |\n|---|---|---|---|---|\n");
            difference.findings().forEach(finding -> row(text, finding, losses));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, Finding finding, Losses losses) {
        text.append("| ").append(finding.level().shown());
        text.append(" | ").append(finding.rule());
        text.append(" | ").append(escaped(finding.message() + TextReport.lost(losses, finding)));
        text.append(" | ").append(finding.location().place());
        text.append(" | ")
                .append(escaped(String.join(", ", finding.operations())))
                .append(" |\n");
    }

    /** What a document says must not end a cell, nor be markup. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("\n", " ")
                .replace("`", "\\`");
    }
}
