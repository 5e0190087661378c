package dev.bookingdate.cli;

import dev.bookingdate.client.Jobs;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "create", mixinStandardHelpOptions = true, description = "Creates a job and prints its id.")
final class Create extends JobCommand {
    static final String DRY_RUN = "--dry-run";

    @Option(
            names = "--idempotency-key",
            paramLabel = "TEXT",
            description = "The same key makes no second job within 24 hours, however often the command is repeated.")
    private @Nullable String idempotencyKey;

    @Option(
            names = DRY_RUN,
            description =
                    "Finds out what a job would change, and changes nothing. get and watch show what it has found.")
    private boolean dryRun;

    Create(CommandLineTool tool) {
        super(tool);
    }

    @Override
    ExitCode run(Jobs jobs, Output output) {
        if (idempotencyKey != null && idempotencyKey.isBlank()) {
            // Of a variable that is not set: without a key each repetition would make a job.
            throw new IllegalArgumentException("--idempotency-key must not be empty");
        }
        output.created(dryRun ? dryRun(jobs) : create(jobs));
        return ExitCode.DONE;
    }

    private CreateBackfillJobResponse create(Jobs jobs) {
        return idempotencyKey == null ? jobs.create() : jobs.create(idempotencyKey);
    }

    private CreateBackfillJobResponse dryRun(Jobs jobs) {
        return idempotencyKey == null ? jobs.createDryRun() : jobs.createDryRun(idempotencyKey);
    }
}
