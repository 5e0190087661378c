package dev.bookingdate.server.job;

import java.util.Optional;
import java.util.UUID;

/** Names one job in the database and in messages between nodes. */
public record JobKey(long tenantId, UUID jobId) {

    /** Reads what {@link #toString} wrote. */
    public static Optional<JobKey> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new JobKey(Long.parseLong(text.substring(0, colon)), UUID.fromString(text.substring(colon + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@code <tenant>:<uuid>}. */
    @Override
    public String toString() {
        return tenantId + ":" + jobId;
    }
}
