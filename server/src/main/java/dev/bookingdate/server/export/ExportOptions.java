package dev.bookingdate.server.export;

import dev.bookingdate.server.job.JobId;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is exported, and how it is written.
 *
 * @param entity null for all of the tenant
 * @param orgs empty for all
 * @param job null for no job in particular
 * @param audit whether changes are shown as what jobs did, and not as charges
 * @param since only what was changed by jobs that were at work at that time or later; null for all
 * @param columns names of the columns; empty for those of the tenant's imports
 * @param spreadsheetSafe whether texts that a spreadsheet takes for formulas get an apostrophe in front
 */
record ExportOptions(
        long tenant,
        @Nullable UUID entity,
        List<String> orgs,
        @Nullable JobId job,
        Content content,
        boolean audit,
        @Nullable OffsetDateTime since,
        List<String> columns,
        char delimiter,
        boolean spreadsheetSafe) {}
