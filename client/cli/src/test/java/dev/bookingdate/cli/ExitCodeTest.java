package dev.bookingdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    /** Scripts rely on them: a row may be added, and none changed. */
    @Test
    void numbers_areThoseOfTheReadme() throws IOException {
        StringBuilder table = new StringBuilder("| exit code | meaning |\n|---|---|\n");
        ExitCode.table().forEach((number, meaning) -> table.append("| " + number + " | " + meaning + " |\n"));
        assertThat(Files.readString(Path.of("README.md"))).contains(table);
    }
}
