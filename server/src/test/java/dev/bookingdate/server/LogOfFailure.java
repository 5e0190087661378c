package dev.bookingdate.server;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Adds to a failure what this JVM printed during the test, which is the log of the servers that the test has started. Registered
 * for all tests by {@code META-INF/services}. Everything that was printed is in {@code target/surefire-reports}.
 */
public final class LogOfFailure
        implements BeforeAllCallback,
                BeforeEachCallback,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {

    private static final int MOST_LINES = 20;
    private static final int LONGEST_LINE = 240;

    private static final LastLines OUTPUT = LastLines.ofStandardOutput();

    /** A failure as it was, with the log below its message. */
    private static final class FailedWithLog extends AssertionError {
        private static final long serialVersionUID = 1L;

        FailedWithLog(Throwable failure, String log) {
            super(failure + "\n\nThe log of this test:\n" + log, failure.getCause());
            setStackTrace(failure.getStackTrace());
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        OUTPUT.clear();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        OUTPUT.clear();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withLog(failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withLog(failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withLog(failure);
    }

    private static Throwable withLog(Throwable failure) {
        String log = OUTPUT.text();
        return log.isEmpty() || failure instanceof TestAbortedException ? failure : new FailedWithLog(failure, log);
    }

    /** Passes everything on, and remembers the last lines. */
    static final class LastLines extends OutputStream {

        private final PrintStream target;
        private final Deque<String> lines = new ArrayDeque<>();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        LastLines(PrintStream target) {
            this.target = target;
        }

        private static LastLines ofStandardOutput() {
            LastLines lines = new LastLines(System.out);
            System.setOut(new PrintStream(lines, true, StandardCharsets.UTF_8));
            return lines;
        }

        @Override
        public synchronized void write(int b) {
            target.write(b);
            remember(b);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            target.write(bytes, offset, length);
            for (int i = offset; i < offset + length; i++) {
                remember(bytes[i]);
            }
        }

        @Override
        public void flush() {
            target.flush();
        }

        private void remember(int b) {
            if (b != '\n') {
                // What is too long to be shown need not be kept.
                if (line.size() < 4 * LONGEST_LINE) {
                    line.write(b);
                }
                return;
            }
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            lines.add(text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + " …");
            if (lines.size() > MOST_LINES) {
                lines.remove();
            }
        }

        synchronized void clear() {
            lines.clear();
        }

        synchronized String text() {
            return String.join("\n", lines);
        }
    }
}
