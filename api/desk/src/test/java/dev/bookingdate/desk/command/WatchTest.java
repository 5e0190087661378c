package dev.bookingdate.desk.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WatchTest {
    private static final String DOCUMENT = """
            openapi: 3.0.3
            info: {title: T, version: 1.0.0}
            paths: {}
            """;

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void save_isFollowedByAVerdict() throws Exception {
        Path document = folder.resolve("openapi.yaml");
        Files.writeString(document, DOCUMENT);
        BlockingQueue<String> printed = new LinkedBlockingQueue<>();
        CommandLine desk = Desk.commandLine(Clock.systemUTC());
        desk.getSubcommands().values().forEach(command -> command.setOut(new PrintWriter(new Lines(printed))));
        Thread watching = new Thread(() -> desk.execute("watch", document.toString()));
        watching.start();
        try {
            assertThat(next(printed)).contains("fit to be released");

            Files.writeString(document, DOCUMENT.replace("title", "titel"));
            assertThat(next(printed)).contains("titel is no keyword of an info; did you mean title?");

            Files.writeString(document, "openapi: [");
            assertThat(next(printed)).contains("not valid YAML");
        } finally {
            watching.interrupt();
            watching.join();
        }
    }

    /** A save may be met half way: the verdict that counts is the last one. */
    private static String next(BlockingQueue<String> printed) throws InterruptedException {
        String text = printed.take();
        for (String more = text; more != null; more = printed.poll(300, TimeUnit.MILLISECONDS)) {
            text = more;
        }
        return text;
    }

    /** One element for each flush. */
    private static final class Lines extends Writer {
        private final BlockingQueue<String> printed;
        private final StringBuilder text = new StringBuilder();

        Lines(BlockingQueue<String> printed) {
            this.printed = printed;
        }

        @Override
        public void write(char[] characters, int from, int length) {
            text.append(characters, from, length);
        }

        @Override
        public void flush() {
            if (text.length() > 0) {
                printed.add(text.toString());
                text.setLength(0);
            }
        }

        @Override
        public void close() {}
    }
}
