package dev.bookingdate.server.charge;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/** Shows how far an import or an export is: a bar that stays on one line of a terminal, else a line every few seconds. */
public final class RowProgress {

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
    public RowProgress(PrintWriter out, boolean terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.startedMillis = clock.millis();
        this.since = startedMillis;
        this.shownMillis = startedMillis;
    }

    /** Writes to a command's stderr. */
    public static RowProgress on(PrintWriter err) {
        return new RowProgress(err, isTerminal(), Clock.systemUTC());
    }

    /** Begins to count anew: the file is read for something else now. */
    void begin(String what) {
        doing = what;
        since = clock.millis();
    }

    /** Prints a line of its own. */
    public void message(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /**
     * Takes note of a row. Cheap enough to be called for each.
     *
     * @param done how much is done of {@code all}, in any unit
     * @param all 0 or less when nobody knows
     */
    public void rows(long rows, long done, long all) {
        if (rows % ROWS_BETWEEN_LOOKS != 0) {
            return;
        }
        long now = clock.millis();
        if (now - shownMillis >= (terminal ? BAR_EVERY : LINE_EVERY).toMillis()) {
            shownMillis = now;
            show(rows, done, all, Math.max(1, now - since) / 1000.0);
        }
    }

    /** Ends the bar; gives the time since the start. */
    public Duration stop() {
        clear();
        return Duration.ofMillis(clock.millis() - startedMillis);
    }

    private void show(long rows, long done, long all, double seconds) {
        String text = doing + String.format(Locale.ROOT, "%,d rows, %,.0f rows/s", rows, rows / seconds);
        if (all > 0) {
            double share = Math.min(1, done / (double) all);
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

    /** Asks about stderr where the system can tell. A console says less: it is there when both others are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // From JDK 22 on a bar may then stand in a file, where there is no /proc.
    private static boolean isTerminal() {
        Path stderr = Path.of("/proc/self/fd/2");
        if (!Files.isSymbolicLink(stderr)) {
            return System.console() != null;
        }
        try {
            String device = Files.readSymbolicLink(stderr).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
