package dev.bookingdate.server.job;

import dev.bookingdate.server.command.DatabaseCommand;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command {@code undo}: has the nodes undo a job, and tells how far they are. */
@Command(
        name = "undo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Puts back the booking dates that a job found, where a charge still holds what the job wrote.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is put back, but for charges that hold something else by now",
            "1:refused; the message says why, and nothing was changed",
            "2:wrong option",
            "3:the database failed; an undo that has begun goes on",
            "4:not all is put back: the undo was stopped or has failed, or charges could not be written"
        },
        footer = {
            "",
            "The undo is a job like any other: the servers on the same database run it, GET",
            "shows it, PUT stops it, and it can be undone by this command. Ctrl-C ends this",
            "command only."
        })
public final class UndoCommand extends DatabaseCommand<DataSource> implements Callable<Integer> {

    private static final int ALL_PUT_BACK = 0;
    private static final int NOT_ALL_PUT_BACK = 4;

    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final int POLLS_PER_LINE = 10;
    private static final int POLLS_BEFORE_DOUBT = 50;
    private static final int LONGEST_USERNAME = 255;

    private final Function<DataSource, JobQueue> queueOf;

    @Parameters(paramLabel = "JOB", converter = Id.class, description = "The id of the job to undo.")
    private @Nullable JobId job;

    @Option(names = "--tenant", paramLabel = "N", required = true, description = "Its tenant.")
    private long tenant;

    @Option(
            names = "--username",
            paramLabel = "NAME",
            description = "The name that the undo shows. Default: who runs this command")
    private String username = System.getProperty("user.name", "operator");

    /**
     * Makes the command.
     *
     * @param opener gives the database, once the options are good; it is closed afterwards if it can be
     * @param queueOf gives the queue in a database, from which the nodes take jobs
     */
    public UndoCommand(Supplier<? extends DataSource> opener, Function<DataSource, JobQueue> queueOf) {
        super(opener);
        this.queueOf = queueOf;
    }

    @Override
    public Integer call() {
        if (username.isBlank()
                || username.length() > LONGEST_USERNAME
                || username.chars().anyMatch(Character::isISOControl)) {
            throw new CommandLine.ParameterException(
                    commandLine(),
                    "--username must have 1 to " + LONGEST_USERNAME + " characters, none of them a control character");
        }
        JobKey undone = new JobKey(tenant, Objects.requireNonNull(job).value());
        return withDatabase(database -> follow(new Undo(database, queueOf.apply(database)), undone));
    }

    private int follow(Undo undo, JobKey undone) {
        JobKey key = undo.begin(undone, username);
        String name = new JobId(key.jobId()).toString();
        out().println("job=" + name);
        out().flush();
        err().println("It goes on without this command; stop it as any job, by its id.");
        String told = "";
        for (int poll = 0; ; poll++) {
            UndoProgress progress = undo.progress(key);
            if (progress.isAtRest()) {
                out().println(outcome(name, progress));
                return progress.isWhole() ? ALL_PUT_BACK : NOT_ALL_PUT_BACK;
            }
            if (poll == POLLS_BEFORE_DOUBT && progress.status() == JobStatus.ACCEPTED) {
                err().println("No node has begun it yet. Does a server run on this database?");
            }
            String line = line(progress);
            if (poll % POLLS_PER_LINE == 0 && !line.equals(told)) {
                err().println(line);
                told = line;
            }
            err().flush();
            if (!pause()) {
                return NOT_ALL_PUT_BACK;
            }
        }
    }

    private static String line(UndoProgress progress) {
        String counts = progress.recordsTotal() == null
                ? progress.status().toString()
                : String.format(
                        Locale.ROOT,
                        "%s %,d of %,d changes",
                        progress.status(),
                        progress.recordsProcessed(),
                        progress.recordsTotal());
        return progress.throttleReason() == null ? counts : counts + ", held up: " + progress.throttleReason();
    }

    private static String outcome(String name, UndoProgress progress) {
        String counts = String.format(
                Locale.ROOT,
                "job=%s is %s: put back=%d left=%d failed=%d of=%s",
                name,
                progress.status(),
                progress.recordsUpdated(),
                progress.left(),
                progress.recordsFailed(),
                progress.recordsTotal() == null ? "?" : progress.recordsTotal());
        return progress.failureReason() == null ? counts : counts + " (" + progress.failureReason() + ")";
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL_INTERVAL.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A job's id as the API shows it. */
    static final class Id implements ITypeConverter<JobId> {

        @Override
        public JobId convert(String value) {
            return JobId.parse(value)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + value + "' is no job id: 32 hexadecimal digits, in lower case"));
        }
    }
}
