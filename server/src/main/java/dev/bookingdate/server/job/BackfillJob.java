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
 * @param timeZone the tenant's when the job was created
 * @param stopRequestedOn when a stop was asked for; with a status that is not final, the stop is being honoured
 * @param chunks how many chunks have committed
 * @param throttleReason why it waits, or works slower than it could; null when it does neither, or is asked to stop
 * @param recordsTotal how many charges are in scope; null until they are counted
 * @param recordsAudited how many changes the audit holds; null unless it has completed
 * @param failedRecords the first charges that could not be written, up to a bound; none where jobs are listed
 * @param recordsMissing how many charges it has met whose original is not in the data
 * @param missingOriginals the first of them, up to a bound; none where jobs are listed
 */
public record BackfillJob(
        JobId id,
        UUID entityId,
        @Nullable List<String> orgIds,
        @Nullable JobId undoes,
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
        List<MissingOriginal> missingOriginals) {}
