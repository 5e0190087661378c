package dev.bookingdate.server.charge;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/** Shows how far an import is: a bar that stays on one line of a terminal, else a line every few seconds. */
public final class ImportProgress {

    private static final Duration BAR_EVERY = Duration.ofMillis(200);
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);
    private static final int BAR_WIDTH = 24;
    private static final int ROWS_BETWEEN_LOOKS = 1024;
    private static final String CLEAR_LINE = "\r\u001b[K";

    /** A terminal narrower than the bar cuts it off; wrapped, each bar would leave a line behind. */
    private static final String WRAP_OFF = "\u001b[?7l";

    private static final String WRAP_ON = "\u001b[?7h";

    private final PrintWriter out;
    private final boolean terminal;
    private final InstantSource clock;
    private final long startedMillis;
    private String doing = "";
    private long since;
    private long shownMillis;
    private boolean barStands;

    /**
     * Starts the clock.
     *
     * @param terminal whether a line can be written over
     */
    public ImportProgress(PrintWriter out, boolean terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.startedMillis = clock.millis();
        this.since = startedMillis;
        this.shownMillis = startedMillis;
    }

    /** Begins to count anew: the file is read for something else now. */
    void begin(String what) {
        doing = what;
        since = clock.millis();
    }

    /** Prints a line of its own. */
    void message(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /** Takes note of a row. Cheap enough to be called for each. */
    void rows(long rows, ImportFile file) {
        if (rows % ROWS_BETWEEN_LOOKS != 0) {
            return;
        }
        long now = clock.millis();
        if (now - shownMillis >= (terminal ? BAR_EVERY : LINE_EVERY).toMillis()) {
            shownMillis = now;
            show(rows, file, Math.max(1, now - since) / 1000.0);
        }
    }

    /** Ends the bar; gives the time since the start. */
    Duration stop() {
        clear();
        return Duration.ofMillis(clock.millis() - startedMillis);
    }

    private void show(long rows, ImportFile file, double seconds) {
        String text = doing + String.format(Locale.ROOT, "%,d rows, %,.0f rows/s", rows, rows / seconds);
        if (file.size() > 0) {
            double share = Math.min(1, file.bytesRead() / (double) file.size());
            text += String.format(Locale.ROOT, ", %d %%, %s left", (int) (100 * share), left(seconds, share));
            text = terminal ? bar(share) + " " + text : text;
        }
        if (terminal) {
            out.print(CLEAR_LINE + WRAP_OFF + text + WRAP_ON);
            barStands = true;
        } else {
            out.println(text);
        }
        out.flush();
    }

    private static String bar(double share) {
        int full = (int) (share * BAR_WIDTH);
        return "[" + "#".repeat(full) + ".".repeat(BAR_WIDTH - full) + "]";
    }

    private static String left(double seconds, double share) {
        long left = share == 0 ? 0 : Math.round(seconds * (1 - share) / share);
        return left < 3600
                ? String.format(Locale.ROOT, "%d:%02d", left / 60, left % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", left / 3600, left / 60 % 60, left % 60);
    }

    private void clear() {
        if (barStands) {
            out.print(CLEAR_LINE);
            out.flush();
            barStands = false;
        }
    }
}
