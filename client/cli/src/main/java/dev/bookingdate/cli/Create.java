package dev.bookingdate.cli;

import dev.bookingdate.client.Jobs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "create", mixinStandardHelpOptions = true, description = "Creates a job and prints its id.")
final class Create extends JobCommand {
    @Option(
            names = "--idempotency-key",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "The same key makes no second job within 24 hours, however often the command is repeated.")
    private String idempotencyKey = "";

    Create(CommandLineTool tool) {
        super(tool);
    }

    @Override
    ExitCode run(Jobs jobs, Output output) {
        output.created(idempotencyKey.isEmpty() ? jobs.create() : jobs.create(idempotencyKey));
        return ExitCode.DONE;
    }
}
