package dev.bookingdate.desk.command;

import dev.bookingdate.desk.diff.Difference;
import java.util.Locale;

/** The forms in which a difference can be printed. */
enum Output {
    TEXT,
    JSON,
    SARIF,
    MARKDOWN;

    String of(Difference difference) {
        return switch (this) {
            case TEXT -> TextReport.of(difference);
            case JSON -> JsonReport.of(difference);
            case SARIF -> SarifReport.of(difference);
            case MARKDOWN -> MarkdownReport.of(difference);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
