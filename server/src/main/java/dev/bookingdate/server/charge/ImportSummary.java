package dev.bookingdate.server.charge;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What an import did.
 *
 * @param read the rows read, rejected ones included, rows of nothing but delimiters not
 * @param unchanged the rows that were already there as they are in the file, or stood in it before
 * @param complete false when the import stopped at too many rejected rows
 * @param first what has to be known before the figures, a sentence each
 * @param notes what was read in a way that the file does not say, or dates charges in another way than most
 */
public record ImportSummary(
        long read,
        long inserted,
        long updated,
        long unchanged,
        long rejected,
        boolean complete,
        List<String> first,
        List<String> notes,
        Duration took) {

    /** The figures. */
    @Override
    public String toString() {
        double seconds = took.toNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                "%,d rows read: %,d inserted, %,d updated, %,d unchanged, %,d rejected; %.1f s, %,.0f rows/s",
                read,
                inserted,
                updated,
                unchanged,
                rejected,
                seconds,
                read / Math.max(seconds, 0.001));
    }
}
