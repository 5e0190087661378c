package dev.bookingdate.desk.command;

import dev.bookingdate.desk.check.Check;
import dev.bookingdate.desk.source.UnusableException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether a document is fit to be released: valid, by the rules of the house, and for those who rely on it.",
            "Beside it stand, where they exist, house-rules.yaml, waivers.yaml and the folder released."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fit to be released", "1:something has to be mended", "2:unusable input"})
final class CheckCommand implements Callable<Integer> {
    private final Clock clock;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(paramLabel = "DOCUMENT", description = "the document, perhaps of many files")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(names = "--consumers", paramLabel = "FOLDER", description = "who relies on it: a folder for each consumer")
    private Optional<Path> consumers = Optional.empty();

    @Option(
            names = "--today",
            paramLabel = "DATE",
            description = "judges waivers and sunsets as of this date; default: today")
    private Optional<LocalDate> today = Optional.empty();

    @Option(
            names = "--bundle-to",
            paramLabel = "FILE",
            description = "where to write the document as one file, first of all")
    private Optional<Path> bundleTo = Optional.empty();

    @Option(
            names = "--verdict-to",
            paramLabel = "FILE",
            description = "where to write the verdict instead of the terminal; then a red one exits with 0, too")
    private Optional<Path> verdictTo = Optional.empty();

    CheckCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        LocalDate date = today.orElseGet(() -> LocalDate.now(clock));
        bundleTo.ifPresent(file -> BundleCommand.write(file, BundleCommand.text(document)));
        if (verdictTo.isPresent()) {
            BundleCommand.write(verdictTo.get(), verdict(date));
            return 0;
        }
        Check.Outcome outcome = new Check(document, consumers).run(date);
        PrintWriter out = command.commandLine().getOut();
        out.print(CheckText.of(document, outcome));
        out.flush();
        return outcome.isRed() ? 1 : 0;
    }

    private String verdict(LocalDate date) {
        try {
            return CheckText.of(document, new Check(document, consumers).run(date));
        } catch (UnusableException unusable) {
            return unusable.getMessage() + "\n" + CheckText.unfit(document, 1);
        }
    }
}
