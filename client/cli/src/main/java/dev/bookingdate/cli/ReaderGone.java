package dev.bookingdate.cli;

import java.io.PrintWriter;

/** Nobody reads any more what the program writes, as behind {@code | head -1}. */
final class ReaderGone extends RuntimeException {
    private ReaderGone() {
        super("nobody reads the output any more");
    }

    /** Writes what is there. */
    static void flush(PrintWriter out) {
        // Flushes, too.
        if (out.checkError()) {
            throw new ReaderGone();
        }
    }
}
