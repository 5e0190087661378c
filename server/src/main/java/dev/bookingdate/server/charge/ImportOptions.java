package dev.bookingdate.server.charge;

import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How to import.
 *
 * @param tenant the tenant of every row; null = a column says it
 * @param entity the entity of every row; null = a column says it
 * @param org the org of every row; null = a column says it, or there is none
 * @param timeZone the time zone of a tenant that has to be created
 * @param delimiter the character between two fields
 * @param nullWords words that stand for nothing, in any column and whatever their case
 * @param times how dates and timestamps are read
 * @param missingOriginals what becomes of a charge whose original is nowhere
 * @param maxRejects how many rows may be rejected before the import stops
 * @param batchRows how many rows are committed at a time
 */
public record ImportOptions(
        @Nullable Long tenant,
        @Nullable UUID entity,
        @Nullable String org,
        @Nullable ZoneId timeZone,
        char delimiter,
        Set<String> nullWords,
        TimeOptions times,
        MissingOriginals missingOriginals,
        long maxRejects,
        int batchRows) {

    static final long DEFAULT_MAX_REJECTS = 100_000;
    static final int DEFAULT_BATCH_ROWS = 50_000;

    /** What becomes of a charge whose original is neither in the file nor in the database. */
    public enum MissingOriginals {
        /** It is loaded, counted and told: the earliest charge of those with the same original dates them all. */
        ACCEPT,
        /** It is rejected. */
        REJECT,
        /** Nothing is loaded. */
        FAIL
    }

    /** Everything from the file's columns, with the defaults of the command line. */
    public static ImportOptions defaults() {
        return new ImportOptions(
                null,
                null,
                null,
                null,
                ',',
                CellText.NULL_WORDS,
                TimeOptions.defaults(),
                MissingOriginals.ACCEPT,
                DEFAULT_MAX_REJECTS,
                DEFAULT_BATCH_ROWS);
    }
}
