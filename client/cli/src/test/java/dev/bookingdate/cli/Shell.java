package dev.bookingdate.cli;

import dev.bookingdate.client.RetryPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs the program as a shell would, and keeps what it writes. */
final class Shell {
    static final String CLIENT = "00000000-0000-4000-8000-00000000c001";
    static final String SECRET = "contract-secret";

    private final Map<String, String> environment = new TreeMap<>();
    private final Deque<String> typed = new ArrayDeque<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private boolean interactive;
    private boolean read = true;

    Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Shell without(String variable) {
        environment.remove(variable);
        return this;
    }

    /** With somebody who sits there and types these lines. */
    Shell onATerminal(String... lines) {
        interactive = true;
        return typing(lines);
    }

    /** As behind a pipe that is closed at its other end. */
    Shell withoutAReader() {
        read = false;
        return this;
    }

    Shell typing(String... lines) {
        typed.addAll(List.of(lines));
        return this;
    }

    int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Terminal terminal = Terminal.of(
                new PrintWriter(read ? out : new Closed(), true),
                new PrintWriter(err, true),
                interactive,
                environment,
                prompt -> typed.poll(),
                prompt -> typed.poll());
        RetryPolicy hasty = new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1));
        return new CommandLineTool(environment, terminal, hasty).run(args);
    }

    /** What a pipe is that nobody reads. */
    private static final class Closed extends Writer {
        @Override
        public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
