package dev.bookingdate.cli;

import dev.bookingdate.client.Jobs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "create", mixinStandardHelpOptions = true, description = "Creates a job and prints its id.")
final class Create extends JobCommand {
    @Option(
            names = "--idempotency-key",
            paramLabel = "TEXT",
            description = "The same key makes no second job within 24 hours, however often the command is repeated.")
    private @Nullable String idempotencyKey;

    Create(CommandLineTool tool) {
        super(tool);
    }

    @Override
    ExitCode run(Jobs jobs, Output output) {
        if (idempotencyKey != null && idempotencyKey.isBlank()) {
            // Of a variable that is not set: without a key each repetition would make a job.
            throw new IllegalArgumentException("--idempotency-key must not be empty");
        }
        output.created(idempotencyKey == null ? jobs.create() : jobs.create(idempotencyKey));
        return ExitCode.DONE;
    }
}
