package dev.bookingdate.cli;

import dev.bookingdate.client.JobEnd;
import dev.bookingdate.client.Jobs;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = {
            "Stops a job for good. Done when the stop is on record: the job will never be COMPLETED.",
            "With --wait, done when the job is at rest."
        })
final class Stop extends JobCommand {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(names = "--wait", description = "Wait until the job is at rest.")
    private boolean waits;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long to wait, such as 90s, 15m or 2h; ${DEFAULT-VALUE} unless told otherwise.")
    private Duration timeout = Duration.ofSeconds(60);

    Stop(CommandLineTool tool) {
        super(tool);
    }

    @Override
    ExitCode run(Jobs jobs, Output output) {
        if (!waits) {
            output.stopped(jobs.stop(id));
            return ExitCode.DONE;
        }
        JobEnd end = await(
                output,
                "no longer waiting; what became of the stop: bookingdate get " + id,
                () -> jobs.withProgress(output::progress).stopAndAwait(id, timeout));
        return ExitCode.ofStop(end);
    }
}
