package dev.bookingdate.server.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.database.DatabaseRefusedException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatabaseFailureTest {

    @Test
    void longLog_isToldByItsEnd() {
        String log = IntStream.range(0, 40).mapToObj(line -> "line " + line).collect(Collectors.joining("\n"));
        var failure =
                new DatabaseRefusedException("initdb failed:\n" + log + "\nNo space left on device\n", "Make room.");

        assertThat(new DatabaseFailure().analyze(failure).getDescription().lines())
                .startsWith("initdb failed:", "line 29")
                .endsWith("line 39", "No space left on device")
                .hasSize(13);
        assertThat(new DatabaseFailure()
                        .analyze(new DatabaseRefusedException("It is older.", "Upgrade it."))
                        .getDescription())
                .isEqualTo("It is older.");
    }
}
