package dev.bookingdate.desk.command;

import dev.bookingdate.desk.check.Check;
import dev.bookingdate.desk.check.NewRelease;
import dev.bookingdate.desk.check.Remark;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "can-i-release",
        mixinStandardHelpOptions = true,
        description = "Answers in one line whether release would succeed.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:yes", "1:no", "2:unusable input"})
final class CanIReleaseCommand implements Callable<Integer> {
    private final Clock clock;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Subject subject;

    CanIReleaseCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        LocalDate today = subject.today(clock);
        Check.Outcome outcome = subject.check().run(today);
        if (outcome.isRed()) {
            List<Remark> red = outcome.remarks().stream().filter(Remark::isRed).toList();
            return answer(false, red.size() + " to mend, the first: " + red.get(0));
        }
        NewRelease release = NewRelease.of(subject.document(), today);
        if (release.refusal().isPresent()) {
            return answer(false, release.refusal().get());
        }
        String against = outcome.remarks().stream()
                .filter(one -> one.level().equals("since"))
                .map(Remark::text)
                .collect(Collectors.joining("; "));
        return answer(true, release.version() + " can be released" + (against.isEmpty() ? "" : "; " + against));
    }

    private int answer(boolean yes, String why) {
        command.commandLine().getOut().println((yes ? "yes: " : "no: ") + why);
        command.commandLine().getOut().flush();
        return yes ? 0 : 1;
    }
}
