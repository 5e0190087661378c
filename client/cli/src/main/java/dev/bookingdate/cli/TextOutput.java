package dev.bookingdate.cli;

import dev.bookingdate.client.JobEnd;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import dev.bookingdate.client.generated.model.FailedRecord;
import dev.bookingdate.client.generated.model.MissingOriginal;
import dev.bookingdate.client.generated.model.Preview;
import dev.bookingdate.client.generated.model.PreviewChange;
import dev.bookingdate.client.generated.model.PreviewMove;
import dev.bookingdate.client.generated.model.Reconciliation;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tables, and how far a job is: one line that changes on a terminal, else a line for each change. Times are UTC. */
final class TextOutput implements Output {
    private static final String ROW = "%-32s  %-10s  %8s  %25s  %9s  %-20s  %s%n";

    private final Terminal terminal;
    private final PrintWriter out;
    private final ProgressLine line;
    private String shown = "";

    /** The clock tells nanoseconds since some moment. */
    TextOutput(Terminal terminal, LongSupplier clock) {
        this.terminal = terminal;
        this.out = terminal.out();
        this.line = new ProgressLine(terminal, clock);
    }

    @Override
    public void created(CreateBackfillJobResponse created) {
        out.println(Terminal.plain(created.getJobId()));
    }

    @Override
    public void stopped(BackfillResponse answer) {
        // No news is good news: the exit code tells it.
    }

    @Override
    public void job(BackfillJob job) {
        row("id", job.getId());
        painted("status", Paint.of(terminal, job.getStatus()));
        row("dry run", dryRun(job) ? "changes nothing" : null);
        row("progress", job.getProgress());
        row("records", records(job));
        row("records updated", count(job.getRecordsUpdated()));
        row("records failed", count(job.getErrorCount()));
        row("records/s", count(job.getRecordsPerSecond()));
        row("held back by", job.getThrottleReason());
        row("created", time(job.getCreatedOn()));
        row("last changed", by(time(job.getUpdatedOn()), job.getUpdatedByUsername()));
        row("started", time(job.getStartedOn()));
        row("done at about", time(job.getEstimatedCompletionOn()));
        row("stop asked", by(time(job.getStopRequestedOn()), job.getStopRequestedByUsername()));
        row("ended", time(job.getEndedOn()));
        row("entity", job.getEntityId());
        row("orgs", job.getOrgIds() == null ? null : String.join(", ", job.getOrgIds()));
        row("undoes", job.getUndoes());
        row("reconciliation", reconciliation(job.getReconciliation()));
        missingOriginals(job.getReconciliation());
        preview(job.getPreview());
        failures(job);
    }

    private void row(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            painted(name, Terminal.plain(value));
        }
    }

    /** A value that holds nothing of the service but what is plain already. */
    private void painted(String name, String value) {
        out.printf(Locale.ROOT, "%-15s %s%n", name, value);
    }

    private static @Nullable String by(@Nullable String when, @Nullable String who) {
        return when == null || who == null ? when : when + " by " + who;
    }

    private static @Nullable String reconciliation(@Nullable Reconciliation counted) {
        return counted == null
                ? null
                : String.format(
                        Locale.ROOT,
                        "%,d expected = %,d updated + %,d unchanged + %,d failed%s",
                        counted.getExpected(),
                        counted.getUpdated(),
                        counted.getUnchanged(),
                        counted.getFailed(),
                        Boolean.TRUE.equals(counted.getBalanced()) ? "" : ": NOT BALANCED");
    }

    private static boolean dryRun(BackfillJob job) {
        return Boolean.TRUE.equals(job.getDryRun());
    }

    /** What a job would do, as a dry run has found out. */
    private void preview(@Nullable Preview found) {
        if (found == null) {
            return;
        }
        row(
                "would change",
                String.format(
                        Locale.ROOT,
                        found.getEstimated() ? "about %,d; estimated from %,d records" : "%,d of %,d records",
                        found.getChanged(),
                        found.getExamined()));
        for (PreviewMove move : found.getByMonths()) {
            out.printf(Locale.ROOT, "  %s: %,d%n", far(move.getMonths()), move.getRecords());
        }
        for (PreviewChange change : found.getChanges()) {
            out.println("  " + Terminal.plain(change.getChargeId()) + ": "
                    + Objects.requireNonNullElse(change.getFrom(), "no date") + " -> " + change.getTo());
        }
        row("would fail", count(found.getFailed()));
        missingOriginals(found.getMissingOriginals(), found.getMissingOriginalRecords());
        row("would end", found.getFailureReason() == null ? null : "FAILED: " + found.getFailureReason());
    }

    private static String far(@Nullable Integer months) {
        if (months == null) {
            return "no date yet";
        }
        return months == 0
                ? "within the month"
                : String.format(
                        Locale.ROOT,
                        "%d month%s %s",
                        Math.abs(months),
                        Math.abs(months) == 1 ? "" : "s",
                        months < 0 ? "earlier" : "later");
    }

    private void missingOriginals(@Nullable Reconciliation counted) {
        if (counted != null) {
            missingOriginals(counted.getMissingOriginals(), counted.getMissingOriginalRecords());
        }
    }

    /** Records that another charge than their original dates. */
    private void missingOriginals(@Nullable Long missing, @Nullable List<MissingOriginal> named) {
        if (missing == null || missing == 0) {
            return;
        }
        row("no original", String.format(Locale.ROOT, "%,d records name an original that is not in the data", missing));
        List<MissingOriginal> records = Objects.requireNonNullElse(named, List.of());
        for (MissingOriginal record : records) {
            out.println("  " + Terminal.plain(record.getChargeId()) + ": original "
                    + Terminal.plain(record.getOriginalId()));
        }
        if (missing > records.size() && !records.isEmpty()) {
            out.printf(Locale.ROOT, "  and %,d more%n", missing - records.size());
        }
    }

    /** Why a job failed, and the first records that could not be written. */
    private void failures(BackfillJob job) {
        row("failed because", job.getFailureReason());
        List<FailedRecord> records = Objects.requireNonNullElse(job.getFailedRecords(), List.of());
        for (FailedRecord failed : records) {
            out.println("  " + Terminal.plain(failed.getChargeId()) + ": " + Terminal.plain(failed.getReason()));
        }
        if (job.getErrorCount() > records.size() && !records.isEmpty()) {
            out.printf(Locale.ROOT, "  and %,d more%n", job.getErrorCount() - records.size());
        }
    }

    @Override
    public void jobs(Iterator<BackfillJob> jobs) {
        boolean any = false;
        while (jobs.hasNext()) {
            BackfillJob job = jobs.next();
            if (!any) {
                out.printf(
                        Locale.ROOT,
                        ROW,
                        "ID",
                        "STATUS",
                        "PROGRESS",
                        "RECORDS",
                        "FAILED",
                        "CREATED",
                        "LAST CHANGED BY");
                any = true;
            }
            out.printf(
                    Locale.ROOT,
                    ROW,
                    Terminal.plain(job.getId()),
                    Terminal.plain(job.getStatus().getValue()) + (dryRun(job) ? " (dry run)" : ""),
                    Terminal.plain(job.getProgress()),
                    Objects.requireNonNullElse(records(job), "-"),
                    count(job.getErrorCount()),
                    time(job.getCreatedOn()),
                    Terminal.plain(job.getUpdatedByUsername()));
            ReaderGone.flush(out);
        }
        if (!any) {
            terminal.err().println("bookingdate: there are no jobs");
        }
    }

    @Override
    public void progress(BackfillJob job) {
        String now = line.of(job);
        if (terminal.lively()) {
            // To the beginning of the line, and what was there goes.
            out.print("\r" + now + "\033[K");
        } else if (!now.equals(shown)) {
            out.println(now);
        }
        ReaderGone.flush(out);
        shown = now;
    }

    @Override
    public void ended(JobEnd end) {
        if (terminal.lively()) {
            out.println();
        }
        preview(end.job().getPreview());
        failures(end.job());
    }

    private static @Nullable String records(BackfillJob job) {
        Long processed = job.getRecordsProcessed();
        Long total = job.getRecordsTotal();
        return processed == null || total == null ? null : count(processed) + " of " + count(total);
    }

    private static @Nullable String count(@Nullable Number number) {
        return number == null ? null : String.format(Locale.ROOT, "%,d", number.longValue());
    }

    private static @Nullable String time(@Nullable Long millis) {
        return millis == null
                ? null
                : Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
