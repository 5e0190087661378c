package dev.bookingdate.cli;

import dev.bookingdate.client.Jobs;
import dev.bookingdate.client.generated.model.BackfillJob;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the jobs, newest first.")
final class ListJobs extends JobCommand {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "No more than so many; 0, unless told otherwise, is all.")
    private int limit;

    @Option(
            names = "--array",
            description = "In JSON: one array, once all jobs are there, in place of a line for each.")
    private boolean array;

    ListJobs(CommandLineTool tool) {
        super(tool);
    }

    @Override
    boolean asArray() {
        return array;
    }

    @Override
    ExitCode run(Jobs jobs, Output output) {
        if (limit < 0) {
            throw new IllegalArgumentException("--limit must not be less than 0");
        }
        Stream<BackfillJob> all = jobs.list().stream();
        output.jobs((limit == 0 ? all : all.limit(limit)).iterator());
        return ExitCode.DONE;
    }
}
