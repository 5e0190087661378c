package dev.bookingdate.cli;

import dev.bookingdate.client.Jobs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "get", mixinStandardHelpOptions = true, description = "Shows a job with all that is known of it.")
final class Get extends JobCommand {
    @Parameters(paramLabel = "ID")
    private String id = "";

    Get(CommandLineTool tool) {
        super(tool);
    }

    @Override
    ExitCode run(Jobs jobs, Output output) {
        output.job(jobs.get(id));
        return ExitCode.DONE;
    }
}
