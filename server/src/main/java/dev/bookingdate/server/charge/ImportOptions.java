package dev.bookingdate.server.charge;

import java.time.ZoneId;
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
 * @param maxRejects how many rows may be rejected before the import stops
 * @param batchRows how many rows are committed at a time
 */
public record ImportOptions(
        @Nullable Long tenant,
        @Nullable UUID entity,
        @Nullable String org,
        @Nullable ZoneId timeZone,
        char delimiter,
        long maxRejects,
        int batchRows) {

    static final long DEFAULT_MAX_REJECTS = 100_000;
    static final int DEFAULT_BATCH_ROWS = 50_000;

    /** Everything from the file's columns, with the defaults of the command line. */
    public static ImportOptions defaults() {
        return new ImportOptions(null, null, null, null, ',', DEFAULT_MAX_REJECTS, DEFAULT_BATCH_ROWS);
    }
}
