package dev.bookingdate.server.export;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What an export has written.
 *
 * @param rows how many rows the file has
 * @param before how many of them an earlier export had written, which did not end
 * @param expected how many the jobs say that there are; empty where nobody says it
 * @param gone how many jobs are left out, since what they changed is not kept any more
 */
record ExportSummary(long rows, long before, OptionalLong expected, long gone, Duration took) {

    /** Whether the counts of the jobs say the same. */
    boolean isWhole() {
        return expected.isEmpty() || expected.getAsLong() == rows;
    }

    @Override
    public String toString() {
        double seconds = took.toNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                "%,d rows written; %.1f s, %,.0f rows/s",
                rows,
                seconds,
                (rows - before) / Math.max(seconds, 0.001));
    }
}
