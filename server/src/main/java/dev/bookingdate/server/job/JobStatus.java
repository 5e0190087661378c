package dev.bookingdate.server.job;

/**
 * Where a job stands. A status only moves forward: {@code ACCEPTED → PROCESSING → COMPLETED | FAILED | STOPPED}, and
 * {@code ACCEPTED → STOPPED}. There is none for a stop in progress: existing clients throw on one.
 */
public enum JobStatus {
    ACCEPTED,
    PROCESSING,
    COMPLETED,
    FAILED,
    STOPPED
}
