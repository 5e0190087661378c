package dev.bookingdate.cli;

import dev.bookingdate.client.JobEnd;
import dev.bookingdate.client.Jobs;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** A command on jobs. */
abstract class JobCommand implements Callable<Integer> {
    private final CommandLineTool tool;

    JobCommand(CommandLineTool tool) {
        this.tool = tool;
    }

    @Override
    public final Integer call() {
        return tool.call(jobs -> run(jobs, tool.output(asArray()))).number();
    }

    /** Whether a list in JSON is to be one array. */
    boolean asArray() {
        return false;
    }

    abstract ExitCode run(Jobs jobs, Output output);

    /** Waits for how a job ends, shows it, and says something when the program is ended meanwhile. */
    JobEnd await(Output output, String farewell, Supplier<JobEnd> wait) {
        JobEnd end = Farewell.saying(tool.terminal(), farewell, wait);
        output.ended(end);
        return end;
    }
}
