package dev.bookingdate.server.api;

import dev.bookingdate.server.generated.model.FailedRecord;
import dev.bookingdate.server.generated.model.MissingOriginal;
import dev.bookingdate.server.generated.model.Preview;
import dev.bookingdate.server.generated.model.PreviewChange;
import dev.bookingdate.server.generated.model.PreviewMove;
import dev.bookingdate.server.generated.model.Reconciliation;
import dev.bookingdate.server.job.BackfillJob;
import dev.bookingdate.server.job.JobStatus;
import dev.bookingdate.server.job.ReadableTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a job as the contract says. */
final class JobView {

    private final Clock clock;

    JobView(Clock clock) {
        this.clock = clock;
    }

    dev.bookingdate.server.generated.model.BackfillJob of(BackfillJob job) {
        long rate = recordsPerSecond(job);
        return new dev.bookingdate.server.generated.model.BackfillJob()
                .id(job.id().toString())
                .createdOn(job.createdOn().toEpochMilli())
                .createdOnReadable(ReadableTime.format(job.createdOn(), job.timeZone()))
                .updatedOn(job.updatedOn().toEpochMilli())
                .updatedOnReadable(ReadableTime.format(job.updatedOn(), job.timeZone()))
                .updatedByUsername(job.updatedBy())
                .status(dev.bookingdate.server.generated.model.JobStatus.valueOf(
                        job.status().name()))
                .type(dev.bookingdate.server.generated.model.JobType.BOOKING_DATE)
                .batchSentCount(count(working(job) ? job.chunks() + 1 : job.chunks()))
                .batchFinishedCount(count(job.chunks()))
                .errorCount(count(job.recordsFailed()))
                .progress(progress(job))
                .startedOn(millis(job.startedOn()))
                .endedOn(millis(job.endedOn()))
                .stopRequestedOn(millis(job.stopRequestedOn()))
                .stopRequestedByUsername(job.stopRequestedBy())
                .recordsTotal(job.recordsTotal())
                .recordsProcessed(job.recordsProcessed())
                .recordsUpdated(job.dryRun() ? 0 : job.recordsUpdated())
                .recordsPerSecond(rate)
                .estimatedCompletionOn(estimatedCompletion(job, rate))
                .entityId(job.entityId().toString())
                .orgIds(job.orgIds())
                .undoes(job.undoes() == null ? null : job.undoes().toString())
                .dryRun(job.dryRun() ? true : null)
                .preview(job.preview() == null ? null : preview(job.preview(), job))
                .failureReason(job.status() == JobStatus.FAILED ? job.failureReason() : null)
                .failedRecords(failedRecords(job))
                .throttleReason(job.throttleReason())
                .reconciliation(reconciliation(job));
    }

    private static @Nullable List<FailedRecord> failedRecords(BackfillJob job) {
        return job.failedRecords().isEmpty()
                ? null
                : job.failedRecords().stream()
                        .map(failed ->
                                new FailedRecord().chargeId(failed.chargeId()).reason(failed.reason()))
                        .toList();
    }

    private static @Nullable Reconciliation reconciliation(BackfillJob job) {
        Long expected = job.recordsTotal();
        Long audited = job.recordsAudited();
        if (job.dryRun() || job.status() != JobStatus.COMPLETED || expected == null || audited == null) {
            return null;
        }
        return new Reconciliation()
                .expected(expected)
                .updated(job.recordsUpdated())
                .unchanged(job.recordsProcessed() - job.recordsUpdated() - job.recordsFailed())
                .failed(job.recordsFailed())
                .audited(audited)
                .balanced(expected == job.recordsProcessed() && audited == job.recordsUpdated())
                .missingOriginals(job.recordsMissing())
                .missingOriginalRecords(missingOriginals(job));
    }

    private static Preview preview(dev.bookingdate.server.job.Preview found, BackfillJob job) {
        return new Preview()
                .estimated(found.estimated())
                .examined(found.lookedAt())
                .changed(found.changed())
                .unchanged(found.unchanged())
                .failed(found.failed())
                .missingOriginals(found.missing())
                .missingOriginalRecords(missingOriginals(job))
                .byMonths(found.moves().stream()
                        .map(move -> new PreviewMove().months(move.months()).records(move.records()))
                        .toList())
                .changes(found.changes().stream()
                        .map(change -> new PreviewChange()
                                .chargeId(change.chargeId())
                                .from(change.from())
                                .to(change.to()))
                        .toList())
                .failureReason(found.failureReason());
    }

    private static @Nullable List<MissingOriginal> missingOriginals(BackfillJob job) {
        return job.missingOriginals().isEmpty()
                ? null
                : job.missingOriginals().stream()
                        .map(missing -> new MissingOriginal()
                                .chargeId(missing.chargeId())
                                .originalId(missing.originalId()))
                        .toList();
    }

    private static boolean working(BackfillJob job) {
        return job.status() == JobStatus.PROCESSING && job.stopRequestedOn() == null;
    }

    /** Rounded down: 100.00% is shown when every record is done, and not before. */
    private static String progress(BackfillJob job) {
        if (job.status() == JobStatus.COMPLETED) {
            return "100.00%";
        }
        if (job.recordsTotal() == null || job.recordsTotal() == 0) {
            return "0.00%";
        }
        BigDecimal done = BigDecimal.valueOf(Math.min(job.recordsProcessed(), job.recordsTotal()) * 100);
        return done.divide(BigDecimal.valueOf(job.recordsTotal()), 2, RoundingMode.DOWN) + "%";
    }

    private long recordsPerSecond(BackfillJob job) {
        if (job.startedOn() == null) {
            return 0;
        }
        Instant until = job.endedOn() == null ? clock.instant() : job.endedOn();
        long millis = Duration.between(job.startedOn(), until).toMillis();
        return millis <= 0 ? 0 : job.recordsProcessed() * 1000 / millis;
    }

    private @Nullable Long estimatedCompletion(BackfillJob job, long recordsPerSecond) {
        if (!working(job) || job.recordsTotal() == null || recordsPerSecond == 0) {
            return null;
        }
        long left = Math.max(0, job.recordsTotal() - job.recordsProcessed());
        return clock.millis() + left * 1000 / recordsPerSecond;
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static int count(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
