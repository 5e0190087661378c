package dev.bookingdate.server.job;

import java.util.Optional;

/**
 * What one node tells all others through {@code NOTIFY}. A notice only wakes; what it tells is read from the job's row, so
 * a lost notice costs time and nothing else.
 */
public record JobNotice(Kind kind, JobKey key) {

    /** The channel of the notices. */
    public static final String CHANNEL = "booking_date_backfill";

    /** What happened to the job. */
    public enum Kind {
        CREATED,
        STOP,
        AT_REST,
        /** It has another limit of records per second. */
        THROTTLE
    }

    /** Reads what {@link #toString} wrote; empty for a payload of somebody else. */
    public static Optional<JobNotice> parse(String payload) {
        for (Kind kind : Kind.values()) {
            String prefix = kind.name() + " ";
            if (payload.startsWith(prefix)) {
                return JobKey.parse(payload.substring(prefix.length())).map(key -> new JobNotice(kind, key));
            }
        }
        return Optional.empty();
    }

    /** The payload. */
    @Override
    public String toString() {
        return kind + " " + key;
    }
}
