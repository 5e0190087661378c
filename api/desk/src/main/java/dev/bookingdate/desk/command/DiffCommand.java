package dev.bookingdate.desk.command;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.consumer.Consumers;
import dev.bookingdate.desk.diff.Difference;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Compares two versions of a document.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing changed, or compatible", "1:breaking or unclear", "2:unusable input"})
final class DiffCommand implements Callable<Integer> {
    private final Clock clock;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(paramLabel = "OLD", description = "the version that is in use")
    @SuppressWarnings("NullAway.Init")
    private Path before;

    @Parameters(paramLabel = "NEW", description = "the version that shall follow it")
    @SuppressWarnings("NullAway.Init")
    private Path after;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init")
    private Output output;

    @Option(names = "--today", paramLabel = "DATE", description = "judges sunsets as of this date; default: today")
    private Optional<LocalDate> today = Optional.empty();

    @Option(names = "--consumers", paramLabel = "FOLDER", description = "who relies on it: a folder for each consumer")
    private Optional<Path> consumers = Optional.empty();

    DiffCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        LocalDate date = today.orElseGet(() -> LocalDate.now(clock));
        Api old = Api.read(before);
        Api current = Api.read(after);
        Difference difference = Difference.between(old, current, date);
        Consumers all = consumers
                .map(folder -> Consumers.read(folder, folder.toString()))
                .orElse(new Consumers(List.of()));
        command.commandLine().getOut().print(output.of(difference, all.losses(old, current)));
        command.commandLine().getOut().flush();
        return difference.level().isRed() ? 1 : 0;
    }
}
