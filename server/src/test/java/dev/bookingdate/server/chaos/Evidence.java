package dev.bookingdate.server.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a run when it is over. Times are microseconds since 1970, dates are days since 1970; of two changes
 * of one row the later one has the greater {@code seq}.
 *
 * @param events what clients and nemesis did
 * @param failures charges that a job recorded as such that it can't write
 * @param beforeRestart what all tables held at rest
 * @param afterRestart the same after the whole cluster was restarted
 * @param secretsInLogs where a log shows a secret
 * @param restBound how soon a job must be at rest or moving again
 */
record Evidence(
        List<Event> events,
        List<Job> jobs,
        List<Charge> charges,
        List<JobChange> jobChanges,
        List<ProgressChange> progressChanges,
        List<ChargeChange> chargeChanges,
        List<Audit> audits,
        Set<Failure> failures,
        String beforeRestart,
        String afterRestart,
        List<String> secretsInLogs,
        Duration restBound) {

    static final List<String> AT_REST = List.of("COMPLETED", "FAILED", "STOPPED");

    /**
     * A job at the end.
     *
     * @param orgs in scope; null for all
     */
    record Job(
            String id,
            long tenant,
            UUID entity,
            @Nullable List<String> orgs,
            long upperKey,
            String status,
            long total,
            long processed,
            long updated,
            long failed) {

        boolean isAtRest() {
            return AT_REST.contains(status);
        }

        boolean hasInScope(Charge charge) {
            return charge.tenant() == tenant
                    && charge.entity().equals(entity)
                    && charge.key() <= upperKey
                    && (orgs == null || charge.org() != null && orgs.contains(charge.org()));
        }
    }

    /**
     * A charge at the end.
     *
     * @param target what its booking date has to be, found in another way than the engine's
     * @param first the booking date before the first job
     */
    record Charge(
            long key,
            long tenant,
            UUID entity,
            @Nullable String org,
            int target,
            @Nullable Integer first,
            @Nullable Integer last,
            int segment) {}

    /** A commit that changed a job's control row. */
    record JobChange(long seq, long xid, long at, String job, String status, int epoch, boolean stopRequested) {}

    /**
     * A commit that changed the progress of a partition.
     *
     * @param countedTo how far the job's charges are counted
     * @param workedOn whether a worker has the partition
     */
    record ProgressChange(
            long seq,
            long xid,
            long at,
            String job,
            int partition,
            int epoch,
            long chunkNo,
            long windowAfter,
            long processed,
            long updated,
            long countedTo,
            boolean workedOn) {}

    /** A commit that changed a booking date. */
    record ChargeChange(
            long seq,
            long xid,
            long at,
            long key,
            @Nullable Integer from,
            @Nullable Integer to,
            String writer) {

        boolean isByEngine() {
            return writer.equals("engine");
        }
    }

    /** What a job says it changed. */
    record Audit(String job, long key, @Nullable Integer previous, int written) {}

    /** A charge that a job could not write. */
    record Failure(String job, long key) {}
}
