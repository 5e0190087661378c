package dev.bookingdate.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The width of the window, as {@code stty} tells it: Java has no way to ask. */
final class TerminalWidth {
    private static final File WINDOW = new File("/dev/tty");
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\s*[0-9]+\\s+([1-9][0-9]{0,4})\\s*");

    private TerminalWidth() {}

    /** Empty where there is no such program, or no window. */
    static OptionalInt ask() {
        if (!WINDOW.canRead()) {
            return OptionalInt.empty();
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(WINDOW)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                    return OptionalInt.empty();
                }
                return parsed(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            } finally {
                stty.destroyForcibly();
            }
        } catch (IOException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** Of rows and columns; a window that has none is none. */
    static OptionalInt parsed(String size) {
        Matcher matcher = ROWS_AND_COLUMNS.matcher(size);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }
}
