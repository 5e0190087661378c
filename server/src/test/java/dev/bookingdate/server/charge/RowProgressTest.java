package dev.bookingdate.server.charge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowProgressTest {

    private static final int LOOK = 1024;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private Instant now = Instant.EPOCH;

    @Test
    void bar_whenHalfIsRead_isHalfFull_andStaysOnOneLine() throws Exception {
        RowProgress progress = progress(true);
        try (ImportFile file = halfRead()) {
            assertThat(after("0.2", progress, LOOK, file))
                    .isEqualTo(
                            "\r\u001b[K\u001b[?7l[############............] 1,024 rows, 5,120 rows/s, 50 %, 0:00 left"
                                    + "\u001b[?7h");
            assertThat(after("0.19", progress, 2 * LOOK, file)).as("too soon").isEmpty();
            assertThat(after("99.61", progress, 1_024_000, file))
                    .contains("] 1,024,000 rows, 10,240 rows/s, 50 %, 1:40 left")
                    .doesNotContain("\n");
            assertThat(after("3661", progress, 2_048_000, file)).endsWith(" 50 %, 1:02:41 left\u001b[?7h");
        }
    }

    @Test
    void bar_whenAMessageComes_makesWay() throws Exception {
        RowProgress progress = progress(true);
        try (ImportFile file = halfRead()) {
            after("1", progress, LOOK, file);
            progress.message("line 5: bad");
            assertThat(taken()).isEqualTo("\r\u001b[Kline 5: bad\n");
            after("1", progress, 2 * LOOK, file);
            assertThat(progress.stop()).isEqualTo(Duration.ofSeconds(2));
            assertThat(taken()).isEqualTo("\r\u001b[K");
        }
    }

    @Test
    void line_whenThereIsNoTerminal_comesEveryFiveSeconds() throws Exception {
        RowProgress progress = progress(false);
        try (ImportFile file = halfRead()) {
            assertThat(after("4.9", progress, LOOK, file)).isEmpty();
            assertThat(after("0.1", progress, 10 * LOOK, file))
                    .isEqualTo("10,240 rows, 2,048 rows/s, 50 %, 0:05 left\n");
        }
    }

    private RowProgress progress(boolean terminal) {
        return new RowProgress(new PrintWriter(out), terminal, () -> now);
    }

    /** Opening a file reads as much of it as the buffer holds. */
    private ImportFile halfRead() throws IOException {
        Path file = Files.write(folder.resolve("charges.csv"), new byte[2 << 16]);
        return ImportFile.open(file);
    }

    private String after(String seconds, RowProgress progress, long rows, ImportFile file) {
        now = now.plus(Duration.parse("PT" + seconds + "S"));
        progress.rows(rows, file.bytesRead(), file.size());
        return taken();
    }

    private String taken() {
        String text = out.toString().replace(System.lineSeparator(), "\n");
        out.getBuffer().setLength(0);
        return text;
    }
}
