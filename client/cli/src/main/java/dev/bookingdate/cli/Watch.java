package dev.bookingdate.cli;

import dev.bookingdate.client.JobEnd;
import dev.bookingdate.client.Jobs;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how far a job is until it has ended; the exit code tells how.",
            "Asks nothing of the job: Ctrl-C ends the watching, and the job goes on."
        })
final class Watch extends JobCommand {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "How long, such as 90s, 15m or 2h; ${DEFAULT-VALUE} unless told otherwise.")
    private Duration timeout = Duration.ofHours(24);

    Watch(CommandLineTool tool) {
        super(tool);
    }

    @Override
    ExitCode run(Jobs jobs, Output output) {
        JobEnd end = await(
                output,
                "the job goes on; to stop it: bookingdate stop " + id,
                () -> jobs.withProgress(output::progress).awaitFinished(id, timeout));
        return ExitCode.ofWatch(end);
    }
}
