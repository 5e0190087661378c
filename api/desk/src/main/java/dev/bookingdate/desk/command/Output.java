package dev.bookingdate.desk.command;

import dev.bookingdate.desk.consumer.Consumers.Losses;
import dev.bookingdate.desk.diff.Difference;
import java.util.Locale;

/** The forms in which a difference can be printed. */
enum Output {
    TEXT,
    JSON,
    SARIF,
    MARKDOWN;

    String of(Difference difference, Losses losses) {
        return switch (this) {
            case TEXT -> TextReport.of(difference, losses);
            case JSON -> JsonReport.of(difference, losses);
            case SARIF -> SarifReport.of(difference, losses);
            case MARKDOWN -> MarkdownReport.of(difference, losses);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
