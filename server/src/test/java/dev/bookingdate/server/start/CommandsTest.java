package dev.bookingdate.server.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the jar makes of what is typed behind it. An empty exit code means that the server is started. */
@ExtendWith(OutputCaptureExtension.class)
class CommandsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--server.port=0",
                "--bookingdate.production",
                "--debug --name=value --bookingdate.cors.allowed-origins[0]=*",
                "serve",
                "serve --bookingdate.demo.charges=10 --debug",
                "--bookingdate.demo.charges=10 serve"
            })
    void nothing_orSettingsAlone_orServe_startsTheServer(String line) {
        assertThat(run(line)).isEmpty();
    }

    @Test
    void wordThatIsNoCommand_isRefused_withTheNearest(CapturedOutput output) {
        assertThat(run("improt x.csv --bookingdate.data-dir=elsewhere")).hasValue(2);
        assertThat(output.getErr().lines())
                .containsSubsequence(
                        "There is no command improt.",
                        "Did you mean import?",
                        "Try 'booking-date-backfill-server --help'.");
        assertThat(output.getOut()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--hepl",
                "-x",
                "--port",
                "--server.port 8080",
                "serve now",
                "serve --port=1",
                "keys",
                "keys lits"
            })
    void whatIsWrong_isToldInAFewLines(String line) {
        assertThat(run(line)).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void help_namesEveryCommand(String line, CapturedOutput output) {
        assertThat(run(line)).hasValue(0);
        assertThat(output.getOut())
                .contains("Usage: booking-date-backfill-server")
                .contains(List.of(
                        "serve ",
                        "import ",
                        "export ",
                        "jobs ",
                        "undo ",
                        "clients ",
                        "keys ",
                        "help ",
                        "generate-completion "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"help serve", "serve --help", "help import", "import --help", "clients add --help"})
    void help_ofACommand_endsWellAndStartsNothing(String line, CapturedOutput output) {
        assertThat(run(line)).hasValue(0);
        assertThat(output.getOut()).startsWith("Usage: booking-date-backfill-server ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "import --version"})
    void version_isThatOfTheBuild(String line, CapturedOutput output) {
        assertThat(run(line)).hasValue(0);
        assertThat(output.getOut().strip()).matches("booking-date-backfill-server [0-9]+[.][0-9]+[.][0-9]+.*");
    }

    @Test
    void completion_knowsTheCommands(CapturedOutput output) {
        assertThat(run("generate-completion")).hasValue(0);
        assertThat(output.getOut()).contains("complete -F", "booking-date-backfill-server", "import", "--tenant");
    }

    private static OptionalInt run(String line) {
        return Commands.run(line.isEmpty() ? new String[0] : line.split(" "));
    }
}
