package dev.bookingdate.desk.command;

import dev.bookingdate.desk.check.Check;
import dev.bookingdate.desk.check.NewRelease;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = {
            "Releases the version that info.version names, if check finds nothing to mend.",
            "Writes released/<version>.yaml and its hash, a section of CHANGELOG.md, and the next info.version."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:released", "1:refused, and nothing was written", "2:unusable input"})
final class ReleaseCommand implements Callable<Integer> {
    private final Clock clock;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Subject subject;

    ReleaseCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        LocalDate today = subject.today(clock);
        Check.Outcome outcome = subject.check().run(today);
        if (outcome.isRed()) {
            return refuse(out, CheckText.of(subject.document(), outcome));
        }
        NewRelease release = NewRelease.of(subject.document(), today);
        Optional<String> refusal = release.refusal();
        if (refusal.isPresent()) {
            return refuse(out, refusal.get() + "\n");
        }
        String written =
                release.write(today).stream().map(Path::toString).distinct().collect(Collectors.joining(", "));
        out.println("released " + release.version() + "; the next version is " + release.next());
        out.println("written: " + written);
        out.flush();
        return 0;
    }

    private static int refuse(PrintWriter out, String why) {
        out.print(why);
        out.println("nothing was released");
        out.flush();
        return 1;
    }
}
