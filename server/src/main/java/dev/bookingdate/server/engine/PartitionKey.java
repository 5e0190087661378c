package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobKey;
import java.util.Optional;

/**
 * Names one partition of a job. The first one bears the job's name: it is there from the create on, and the node that
 * claims it cuts the others.
 *
 * @param number from 0, in the order of their charges
 */
record PartitionKey(JobKey job, int number) {

    private static final char SEPARATOR = '/';

    static PartitionKey first(JobKey job) {
        return new PartitionKey(job, 0);
    }

    boolean isFirst() {
        return number == 0;
    }

    /** Reads what {@link #toString} wrote. */
    static Optional<PartitionKey> parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        if (separator < 0) {
            return JobKey.parse(text).map(PartitionKey::first);
        }
        try {
            int number = Integer.parseInt(text.substring(separator + 1));
            return JobKey.parse(text.substring(0, separator)).map(job -> new PartitionKey(job, number));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** {@code <job>} for the first one, {@code <job>/<number>} for any other. */
    @Override
    public String toString() {
        return isFirst() ? job.toString() : job.toString() + SEPARATOR + number;
    }
}
