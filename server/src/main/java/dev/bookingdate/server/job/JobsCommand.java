package dev.bookingdate.server.job;

import dev.bookingdate.server.command.CommandRefusedException;
import dev.bookingdate.server.command.DatabaseCommand;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.error.RequestRefused.Reason;
import dev.bookingdate.server.job.OperatedJobs.ChargeChange;
import dev.bookingdate.server.job.OperatedJobs.OperatedJob;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The command {@code jobs}: what an operator without a token sees and does, for any tenant and wherever a job runs. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description = {
            "Lists, shows, stops and throttles jobs of any tenant, on any node, without a token;",
            "and tells which job has set the booking date of a charge."
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused; the message says why, and nothing was changed",
            "2:wrong option",
            "3:the database failed"
        },
        footer = {
            "",
            "Works beside running servers. The job shows the system's user who runs this as",
            "the one who stopped or throttled it."
        })
public final class JobsCommand extends DatabaseCommand<DataSource> {

    private static final int MOST_LISTED = 10_000;

    private final String username;

    /**
     * Makes the command.
     *
     * @param opener gives the database, once the options are good; it is closed afterwards if it can be
     */
    public JobsCommand(Supplier<? extends DataSource> opener) {
        super(opener);
        this.username = System.getProperty("user.name", "operator");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the newest jobs, one in a line.")
    int list(
            @Option(names = "--tenant", paramLabel = "N", description = "Only those of this tenant.") @Nullable
                    Long tenant,
            @Option(names = "--active", description = "Only those that are ACCEPTED or PROCESSING.") boolean active,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "How many at most. Default: ${DEFAULT-VALUE}")
                    int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw new ParameterException(commandLine(), "--limit must be 1 to " + MOST_LISTED);
        }
        return run(jobs -> {
            jobs.newest(tenant, active, limit).forEach(job -> out().println(line(job)));
            return DONE;
        });
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows all that is known of a job.")
    int show(@Parameters(paramLabel = "JOB", converter = UndoCommand.Id.class) JobId id) {
        return withJob(id, (jobs, job) -> {
            out().print(all(job));
            return DONE;
        });
    }

    @Command(
            name = "audit",
            mixinStandardHelpOptions = true,
            description = {
                "Shows which jobs have set the booking date of a charge, the latest first, and",
                "what it was before. A job's changes are kept as long as it can be undone."
            })
    int audit(
            @Parameters(paramLabel = "CHARGE", description = "The id of the charge.") String charge,
            @Option(names = "--tenant", paramLabel = "N", required = true, description = "Its tenant.") long tenant,
            @Option(names = "--entity", paramLabel = "UUID", description = "Its entity, where several have the id.")
                    @Nullable
                    UUID entity) {
        return run(jobs -> {
            List<ChargeChange> changes = jobs.changesOf(charge, tenant, entity);
            if (changes.isEmpty()) {
                err().println("No job whose changes are kept has set the booking date of charge " + charge
                        + " of tenant " + tenant + ".");
                return REFUSED;
            }
            changes.forEach(change -> out().println(line(change)));
            return DONE;
        });
    }

    @Command(
            name = "stop",
            mixinStandardHelpOptions = true,
            description = {
                "Stops a job, as PUT does: once this returns, it will never be COMPLETED.",
                "It may be repeated."
            })
    int stop(@Parameters(paramLabel = "JOB", converter = UndoCommand.Id.class) JobId id) {
        return withJob(id, (jobs, job) -> {
            jobs.stop(job, username);
            boolean atRest = jobs.find(id)
                    .map(now -> now.job().status() == JobStatus.STOPPED)
                    .orElse(true);
            out().println("job=" + id + (atRest ? " is STOPPED" : " is being stopped; it will never be COMPLETED"));
            return DONE;
        });
    }

    @Command(
            name = "throttle",
            mixinStandardHelpOptions = true,
            description = {
                "Limits a running job, or all that are active, on all nodes together, within a",
                "second. The limit is kept with the job, in place of the one in the settings."
            })
    int throttle(
            @Parameters(paramLabel = "JOB", arity = "0..1", converter = UndoCommand.Id.class) @Nullable JobId id,
            @Option(names = "--all", description = "Every job that is active now.") boolean all,
            @Option(
                            names = "--rows-per-second",
                            paramLabel = "N",
                            required = true,
                            description = "How many charges it looks at, at most. 0: what the settings say.")
                    long rowsPerSecond) {
        if (all == (id != null)) {
            throw new ParameterException(commandLine(), "Name a job, or give --all.");
        }
        if (rowsPerSecond < 0) {
            throw new ParameterException(commandLine(), "--rows-per-second must be 0 or more");
        }
        return run(jobs -> {
            List<JobId> throttled = jobs.throttle(id, rowsPerSecond == 0 ? null : rowsPerSecond, username);
            throttled.forEach(job -> out().println("job=" + job + " "
                    + (rowsPerSecond == 0
                            ? "has the limit of the settings"
                            : "has a limit of " + rowsPerSecond + " records per second")));
            if (!throttled.isEmpty() || all) {
                return DONE;
            }
            err().println(jobs.find(Objects.requireNonNull(id))
                    .map(job -> "Job " + id + " is "
                            + (job.job().stopRequestedOn() == null
                                    ? job.job().status()
                                    : "being stopped, or is STOPPED")
                            + ": there is nothing to throttle.")
                    .orElse(unknown(id)));
            return REFUSED;
        });
    }

    private static String line(ChargeChange change) {
        return String.format(
                Locale.ROOT,
                "job=%s entity=%s from=%s to=%s started=%s by=%s%s",
                new JobId(change.jobId()),
                change.entityId(),
                Objects.requireNonNullElse(change.previousDate(), "none"),
                Objects.requireNonNullElse(change.writtenDate(), "none"),
                change.startedOn(),
                change.createdBy(),
                change.undoes() == null ? "" : " undoes=" + new JobId(change.undoes()));
    }

    private static String line(OperatedJob operated) {
        BackfillJob job = operated.job();
        return String.format(
                Locale.ROOT,
                "job=%s tenant=%d entity=%s status=%s%s progress=%s %s=%d failed=%d missing-originals=%d created=%s%s",
                job.id(),
                operated.tenantId(),
                job.entityId(),
                job.status(),
                job.dryRun() ? " dry-run" : "",
                progress(job),
                job.dryRun() ? "would-change" : "updated",
                job.recordsUpdated(),
                job.recordsFailed(),
                job.recordsMissing(),
                job.createdOn(),
                Optional.ofNullable(job.throttleReason())
                        .map(reason -> " held up: " + reason)
                        .orElse(""));
    }

    private static String progress(BackfillJob job) {
        Long total = job.recordsTotal();
        return total == null
                ? "?"
                : String.format(
                        Locale.ROOT,
                        "%d/%d (%.2f%%)",
                        job.recordsProcessed(),
                        total,
                        total == 0 ? 100.0 : 100.0 * job.recordsProcessed() / total);
    }

    private static String all(OperatedJob operated) {
        BackfillJob job = operated.job();
        StringBuilder text = new StringBuilder();
        add(text, "job", job.id());
        add(text, "tenant", operated.tenantId());
        add(text, "entity", job.entityId());
        add(text, "orgs", job.orgIds() == null ? null : String.join(",", job.orgIds()));
        add(text, "undoes", job.undoes());
        add(text, "dry run", job.dryRun() ? "changes nothing" : null);
        add(text, "status", job.status());
        add(text, "progress", progress(job));
        add(text, job.dryRun() ? "would change" : "updated", job.recordsUpdated());
        add(text, "failed", job.recordsFailed());
        add(text, "without original", job.recordsMissing() == 0 ? null : job.recordsMissing());
        add(text, "limit of its own", operated.rowsPerSecond());
        add(text, "held up", job.throttleReason());
        add(text, job.dryRun() ? "a backfill would fail" : "failure", job.failureReason());
        add(text, "created", job.createdOn());
        add(text, "started", job.startedOn());
        add(text, "stop asked for", by(job.stopRequestedOn(), job.stopRequestedBy()));
        add(text, "ended", job.endedOn());
        add(text, "last changed", by(job.updatedOn(), job.updatedBy()));
        job.failedRecords().forEach(record -> add(text, "failed charge", record.chargeId() + ": " + record.reason()));
        job.missingOriginals()
                .forEach(missing -> add(text, "original missing", missing.originalId() + " of " + missing.chargeId()));
        return text.toString();
    }

    private static @Nullable String by(@Nullable Instant when, @Nullable String who) {
        return when == null ? null : when + " by " + who;
    }

    private static void add(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(name).append(": ").append(value).append('\n');
        }
    }

    private int withJob(JobId id, JobWork work) {
        return run(jobs -> {
            Optional<OperatedJob> job = jobs.find(id);
            if (job.isEmpty()) {
                err().println(unknown(id));
                return REFUSED;
            }
            return work.on(jobs, job.get());
        });
    }

    private static String unknown(JobId id) {
        return "There is no job " + id + ".";
    }

    private int run(ToIntFunction<OperatedJobs> work) {
        return withDatabase(database -> {
            try {
                return work.applyAsInt(new OperatedJobs(JdbcClient.create(database)));
            } catch (RequestRefused e) {
                throw new CommandRefusedException(
                        e.reasons().stream().map(Reason::message).collect(Collectors.joining(System.lineSeparator())),
                        e);
            }
        });
    }

    private interface JobWork {
        int on(OperatedJobs jobs, OperatedJob job);
    }
}
