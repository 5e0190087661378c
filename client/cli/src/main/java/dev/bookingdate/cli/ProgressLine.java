package dev.bookingdate.cli;

import dev.bookingdate.client.generated.model.BackfillJob;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says in one line how far a job is: status, bar, percentage, records, records per second, time left. What the service does not
 * tell is left out; the rate is then the one that was seen here.
 */
final class ProgressLine {
    private static final int LONGEST_BAR = 40;
    private static final int SHORTEST_BAR = 10;
    /** Lengths in between are left out, so that the bar does not change with each digit more or less behind it. */
    private static final int STEP = 5;
    /** Of the status, the longest of which is PROCESSING. */
    private static final int STATUS = 10;

    private final Terminal terminal;
    private final LongSupplier clock;
    private long firstRead;
    private long firstRecords = -1;

    ProgressLine(Terminal terminal, LongSupplier clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    String of(BackfillJob job) {
        String status = Terminal.plain(job.getStatus().getValue());
        if (!terminal.lively()) {
            return Terminal.plain(job.getId()) + "  " + padded(status) + tail(job);
        }
        // One column stays free: at the last one some terminals go to the next line.
        int columns = Math.max(1, terminal.width() - 1);
        String shown = cut(status, columns);
        String padding = cut(padded(shown).substring(shown.length()), columns - columns(shown));
        String tail = tail(job);
        int left = columns - columns(shown) - padding.length();
        int room = left - columns(tail) - "  []".length();
        String bar = room < SHORTEST_BAR ? "" : "  " + bar(share(job), Math.min(LONGEST_BAR, room / STEP * STEP));
        return Paint.of(terminal, job.getStatus(), shown) + padding + bar + cut(tail, left - bar.length());
    }

    private static String padded(String status) {
        return status + " ".repeat(Math.max(0, STATUS - status.length()));
    }

    /** As much of a text as fits. */
    private static String cut(String text, int columns) {
        int end = 0;
        int taken = 0;
        while (end < text.length() && taken + width(text.codePointAt(end)) <= columns) {
            taken += width(text.codePointAt(end));
            end += Character.charCount(text.codePointAt(end));
        }
        return text.substring(0, end);
    }

    private static int columns(String text) {
        return text.codePoints().map(ProgressLine::width).sum();
    }

    /** At most: ideographs take two columns, Latin, Greek and Cyrillic letters one. */
    private static int width(int character) {
        return character < 0x1100 ? 1 : 2;
    }

    private String tail(BackfillJob job) {
        StringBuilder tail = new StringBuilder(String.format(Locale.ROOT, "  %7s", Terminal.plain(job.getProgress())));
        Long processed = job.getRecordsProcessed();
        Long total = job.getRecordsTotal();
        if (processed != null && total != null) {
            counts(tail, job, processed, total);
        }
        if (job.getThrottleReason() != null && job.getEndedOn() == null) {
            tail.append("  (").append(Terminal.plain(job.getThrottleReason())).append(')');
        }
        return tail.toString();
    }

    private void counts(StringBuilder tail, BackfillJob job, long processed, long total) {
        String of = String.format(Locale.ROOT, "%,d", total);
        int width = terminal.lively() ? of.length() : 1;
        tail.append(String.format(Locale.ROOT, "  %," + width + "d of %s", processed, of));
        Long rate = rate(job, processed);
        if (job.getEndedOn() == null && rate != null && rate > 0) {
            tail.append(String.format(Locale.ROOT, "  %,d/s  %s left", rate, left((total - processed) / rate)));
        }
        if (job.getErrorCount() > 0) {
            tail.append(String.format(Locale.ROOT, "  %,d failed", job.getErrorCount()));
        }
    }

    private @Nullable Long rate(BackfillJob job, long processed) {
        if (job.getRecordsPerSecond() != null) {
            return job.getRecordsPerSecond();
        }
        long now = clock.getAsLong();
        if (firstRecords < 0) {
            firstRead = now;
            firstRecords = processed;
            return null;
        }
        double seconds = (now - firstRead) / 1e9;
        return seconds <= 0 ? null : Math.round((processed - firstRecords) / seconds);
    }

    private static double share(BackfillJob job) {
        String percent = job.getProgress();
        return percent.matches("[0-9]{1,3}([.][0-9]{1,4})?%")
                ? Math.min(1, Double.parseDouble(percent.substring(0, percent.length() - 1)) / 100)
                : 0;
    }

    private static String bar(double share, int length) {
        int done = (int) (share * length);
        return "[" + "#".repeat(done) + "-".repeat(length - done) + "]";
    }

    /** {@code 7 s}, {@code 3:07}, {@code 2:03:07}. */
    static String left(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
