package dev.bookingdate.cli;

import java.util.function.Supplier;

/** Says something when the program is ended from outside, by Ctrl-C or a signal. Asks nothing of the service. */
final class Farewell {
    private Farewell() {}

    /** Waits for something, and says the text if the program is ended meanwhile. */
    static <T> T saying(Terminal terminal, String text, Supplier<T> wait) {
        Thread hook = new Thread(
                () -> {
                    // Under the line that changes, and the ^C in it.
                    terminal.err().println((terminal.lively() ? "\n" : "") + "bookingdate: " + text);
                    terminal.err().flush();
                },
                "farewell");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return wait.get();
        } finally {
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The end has begun, and the hook has its say.
        }
    }
}
