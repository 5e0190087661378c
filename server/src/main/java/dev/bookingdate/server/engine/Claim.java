package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as a node took it over.
 *
 * @param orgIds the orgs in scope, as an array literal; null for all
 * @param upperKey the last charge in scope
 * @param epoch the fencing token: a node with an older one can't write any more
 * @param stripes how many the window at {@code position} is split into; null before the first chunk
 * @param recordsTotal null until they are counted
 */
record Claim(
        JobKey key,
        UUID entityId,
        @Nullable String orgIds,
        String timeZone,
        long upperKey,
        int epoch,
        Position position,
        @Nullable Integer stripes,
        @Nullable Long recordsTotal) {}
