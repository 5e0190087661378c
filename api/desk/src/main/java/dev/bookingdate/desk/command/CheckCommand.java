package dev.bookingdate.desk.command;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.check.Check;
import dev.bookingdate.desk.check.History;
import dev.bookingdate.desk.page.Page;
import dev.bookingdate.desk.page.Reference;
import dev.bookingdate.desk.page.Samples;
import dev.bookingdate.desk.source.UnusableException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Subject subject;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init")
    private CheckOutput output;

    @Option(
            names = "--build-to",
            paramLabel = "FOLDER",
            description = "where to write the document as one file, the page to try it on, and the reference")
    private Optional<Path> buildTo = Optional.empty();

    @Option(
            names = "--samples",
            paramLabel = "FOLDER",
            description = "Java sources with a method for each operation, which the reference shows")
    private Optional<Path> samples = Optional.empty();

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
        LocalDate date = subject.today(clock);
        buildTo.ifPresent(folder -> build(folder, date));
        if (verdictTo.isPresent()) {
            BundleCommand.write(verdictTo.get(), verdict(date));
            return 0;
        }
        Check.Outcome outcome = subject.check().run(date);
        PrintWriter out = command.commandLine().getOut();
        out.print(output.of(subject.document(), outcome));
        out.flush();
        return outcome.isRed() ? 1 : 0;
    }

    private void build(Path folder, LocalDate date) {
        Path document = subject.document();
        BundleCommand.write(document, List.of(folder.resolve("openapi.yaml"), folder.resolve("openapi.json")));
        Page.files()
                .forEach((name, content) ->
                        BundleCommand.write(folder.resolve("page").resolve(name), content));
        Api api = Api.read(document);
        Reference reference = new Reference(
                api,
                subject.circumstances().consumers(),
                samples.map(Samples::in).orElse(Samples.NONE),
                History.of(document, api, date));
        BundleCommand.write(folder.resolve("site/index.html"), reference.html());
        BundleCommand.write(folder.resolve("site/reference.css"), Page.read("reference.css"));
    }

    private String verdict(LocalDate date) {
        try {
            return CheckText.of(subject.document(), subject.check().run(date));
        } catch (UnusableException unusable) {
            return unusable.getMessage() + "\n" + CheckText.unfit(subject.document(), 1);
        }
    }
}
