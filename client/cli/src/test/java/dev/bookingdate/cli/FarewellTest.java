package dev.bookingdate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.WireMock;
import dev.bookingdate.contracts.BackfillStubs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own, ended from outside. */
class FarewellTest {
    private static final String RUNNING = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("command-line");

    @TempDir
    private Path folder;

    @Test
    void aWatchThatIsEnded_asksNothingOfTheJob_andSaysSo() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder program = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommandLineTool.class.getName(),
                        "watch",
                        RUNNING))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        program.environment().put("BOOKINGDATE_URL", stubs.baseUrl().toString());
        program.environment().put("BOOKINGDATE_TOKEN", "billing-token");
        Process watch = program.start();
        try {
            await().until(() -> Files.readString(out).contains("PROCESSING"));
            // As Ctrl-C does, but that an interrupt may be ignored by whoever runs the tests in the background.
            watch.destroy();
            assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            watch.destroyForcibly();
        }
        assertThat(watch.exitValue()).isEqualTo(ExitCode.TERMINATED.number());
        assertThat(Files.readString(err))
                .isEqualTo("bookingdate: the job goes on; to stop it: bookingdate stop " + RUNNING
                        + System.lineSeparator());
        stubs.wireMock().verify(0, WireMock.putRequestedFor(WireMock.anyUrl()));
    }
}
