package dev.bookingdate.desk.command;

import dev.bookingdate.desk.check.Check;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Says after each save what check would say, until it is interrupted.")
final class WatchCommand implements Callable<Integer> {
    private final Clock clock;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Subject subject;

    WatchCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        Check check = subject.check();
        try (Saves saves = Saves.in(check.folders())) {
            do {
                tell(check);
            } while (saves.await());
        }
        return 0;
    }

    private void tell(Check check) {
        PrintWriter out = command.commandLine().getOut();
        long start = System.nanoTime();
        String text;
        try {
            text = CheckText.of(subject.document(), check.run(subject.today(clock)));
        } catch (UnusableException unusable) {
            text = unusable.getMessage() + "\n";
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        out.printf("%n== %s, %d ms%n%s", LocalTime.now(clock).truncatedTo(ChronoUnit.SECONDS), millis, text);
        out.flush();
    }
}
