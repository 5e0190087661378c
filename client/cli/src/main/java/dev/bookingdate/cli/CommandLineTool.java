package dev.bookingdate.cli;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.BackfillClientBuilder;
import dev.bookingdate.client.BackfillException;
import dev.bookingdate.client.JobEnd;
import dev.bookingdate.client.Jobs;
import dev.bookingdate.client.Reason;
import dev.bookingdate.client.generated.model.BackfillJob;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Booking date backfill jobs from a terminal or a script. */
@Command(
        name = "bookingdate",
        mixinStandardHelpOptions = true,
        version = "bookingdate 1.0.0-SNAPSHOT",
        description = "Creates, lists, shows, watches and stops booking date backfill jobs.",
        subcommands = AutoComplete.GenerateCompletion.class,
        footer = {
            "",
            "Reads BOOKINGDATE_URL, BOOKINGDATE_CLIENT_ID, BOOKINGDATE_CLIENT_SECRET and, if set, BOOKINGDATE_ENTITY."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:wrong usage",
            "3:no answer",
            "4:authentication or permission",
            "5:no such job",
            "6:conflict",
            "7:rate limited",
            "8:time out while waiting",
            "9:the job FAILED where completion was waited for",
            "10:the job was STOPPED where completion was waited for",
            "11:the job had COMPLETED before a stop could reach it"
        })
public final class CommandLineTool {
    /** Kept, for the JDK forgets the level of a logger that nobody refers to. */
    private static final Logger CLIENT_LOG = Logger.getLogger("dev.bookingdate.client");

    private final Map<String, String> environment;
    private final PrintWriter out;
    private final PrintWriter err;

    CommandLineTool(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        // What is tried again is no news for who reads one line on a failure.
        CLIENT_LOG.setLevel(Level.WARNING);
        System.exit(new CommandLineTool(System.getenv(), out, err).run(args));
    }

    int run(String... args) {
        return new CommandLine(this).setOut(out).setErr(err).execute(args);
    }

    @Command(description = "Creates a job and prints its id.", mixinStandardHelpOptions = true)
    int create() {
        return call(jobs -> {
            out.println(jobs.create().getJobId());
            return ExitCode.DONE;
        });
    }

    @Command(description = "Lists the jobs, newest first.", mixinStandardHelpOptions = true)
    int list() {
        return call(jobs -> {
            jobs.list().forEach(this::print);
            return ExitCode.DONE;
        });
    }

    @Command(description = "Shows a job.", mixinStandardHelpOptions = true)
    int get(@Parameters(paramLabel = "ID") String id) {
        return call(jobs -> {
            print(jobs.get(id));
            return ExitCode.DONE;
        });
    }

    @Command(
            description = "Waits until a job has ended, with a line for each step. Asks nothing of the job.",
            mixinStandardHelpOptions = true)
    int watch(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "86400") int timeout) {
        return call(jobs -> {
            JobEnd end = jobs.withProgress(this::print).awaitFinished(id, Duration.ofSeconds(timeout));
            return ExitCode.of(end);
        });
    }

    @Command(
            description =
                    "Stops a job for good. Done when the stop is on record; with --wait, when the job is STOPPED.",
            mixinStandardHelpOptions = true)
    int stop(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--wait", description = "Wait until the job is at rest.") boolean wait,
            @Option(
                            names = "--timeout",
                            paramLabel = "SECONDS",
                            defaultValue = "60",
                            description = "How long to wait; 60 unless told otherwise.")
                    int timeout) {
        return call(jobs -> {
            if (!wait) {
                jobs.stop(id);
                return ExitCode.DONE;
            }
            JobEnd end = jobs.stopAndAwait(id, Duration.ofSeconds(timeout));
            print(end.job());
            return ExitCode.ofStop(end);
        });
    }

    private int call(ToIntFunction<Jobs> command) {
        try (BackfillClient client = client()) {
            return command.applyAsInt(client.jobs());
        } catch (BackfillException e) {
            err.println(line(e));
            return ExitCode.of(e);
        } catch (IllegalArgumentException e) {
            err.println("bookingdate: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private BackfillClient client() {
        BackfillClientBuilder builder = BackfillClient.builder()
                .baseUrl(setting("BOOKINGDATE_URL"))
                .credentials(setting("BOOKINGDATE_CLIENT_ID"), setting("BOOKINGDATE_CLIENT_SECRET"));
        String entity = environment.getOrDefault("BOOKINGDATE_ENTITY", "");
        return (entity.isEmpty() ? builder : builder.entityId(entity)).build();
    }

    private String setting(String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    private void print(BackfillJob job) {
        out.println(job.getId() + "  " + job.getStatus().getValue() + "  " + job.getProgress());
        out.flush();
    }

    private static String line(BackfillException e) {
        String reasons = e.reasons().stream().map(Reason::message).collect(Collectors.joining("; "));
        String text = reasons.isEmpty() ? String.valueOf(e.getMessage()) : reasons;
        String request = e.requestId().map(id -> " (request " + id + ")").orElse("");
        return ("bookingdate: " + text + request).replaceAll("\\p{Cntrl}+", " ");
    }
}
