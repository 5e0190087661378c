package dev.bookingdate.desk.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Editors with Redocly's extension show nothing that {@code desk check} does not: {@code redocly.yaml} at the top. */
@Tag("long")
class RedoclyTest {
    private static final String REDOCLY = "@redocly/cli@2.77.0";

    @Test
    void redoclySaysNothing_whereNodeIsThere() throws IOException, InterruptedException {
        assumeTrue(isThere(), "neither Node nor the package are there");

        Process lint = start("npx", "--yes", REDOCLY, "lint");
        String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(lint.waitFor()).as(said).isZero();
        assertThat(said).contains("is valid");
    }

    private static boolean isThere() throws InterruptedException {
        try {
            Process version = start("npx", "--yes", REDOCLY, "--version");
            version.getInputStream().readAllBytes();
            return version.waitFor(2, TimeUnit.MINUTES) && version.exitValue() == 0;
        } catch (IOException noNode) {
            return false;
        }
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(Path.of("../..").toFile())
                .redirectErrorStream(true)
                .start();
    }
}
