package dev.bookingdate.server.job;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One job as it stands.
 *
 * @param orgIds the orgs that it touches; null for a tenant without Multi-Org
 * @param undoes the job whose changes it puts back; null for a backfill
 * @param dryRun whether it changes nothing: its counts tell what a backfill would do
 * @param timeZone the tenant's when the job was created
 * @param stopRequestedOn when a stop was asked for; with a status that is not final, the stop is being honoured
 * @param chunks how many chunks have committed
 * @param throttleReason why it waits, or works slower than it could; null when it does neither, or is asked to stop
 * @param recordsTotal how many charges are in scope; null until they are counted
 * @param recordsAudited how many changes the audit holds; null unless it has completed
 * @param failedRecords the first charges that could not be written, up to a bound; none where jobs are listed
 * @param recordsMissing how many charges it has met whose original is not in the data
 * @param missingOriginals the first of them, up to a bound; none where jobs are listed
 * @param preview what a dry run has found; null where jobs are listed, of any other job, and until something is known
 */
public record BackfillJob(
        JobId id,
        UUID entityId,
        @Nullable List<String> orgIds,
        @Nullable JobId undoes,
        boolean dryRun,
        ZoneId timeZone,
        JobStatus status,
        Instant createdOn,
        Instant updatedOn,
        String updatedBy,
        @Nullable Instant startedOn,
        @Nullable Instant endedOn,
        @Nullable Instant stopRequestedOn,
        @Nullable String stopRequestedBy,
        @Nullable String failureReason,
        @Nullable String throttleReason,
        long chunks,
        @Nullable Long recordsTotal,
        long recordsProcessed,
        long recordsUpdated,
        long recordsFailed,
        @Nullable Long recordsAudited,
        List<FailedRecord> failedRecords,
        long recordsMissing,
        List<MissingOriginal> missingOriginals,
        @Nullable Preview preview) {

    BackfillJob with(@Nullable Preview found) {
        return new BackfillJob(
                id,
                entityId,
                orgIds,
                undoes,
                dryRun,
                timeZone,
                status,
                createdOn,
                updatedOn,
                updatedBy,
                startedOn,
                endedOn,
                stopRequestedOn,
                stopRequestedBy,
                failureReason,
                throttleReason,
                chunks,
                recordsTotal,
                recordsProcessed,
                recordsUpdated,
                recordsFailed,
                recordsAudited,
                failedRecords,
                recordsMissing,
                missingOriginals,
                found);
    }
}
