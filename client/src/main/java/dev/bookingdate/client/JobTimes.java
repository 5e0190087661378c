package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The times of a job, which the model has in milliseconds since 1970. Each is empty where the service has left it out.
 *
 * @param createdOn when the job was created
 * @param updatedOn when it last changed
 * @param startedOn when processing began
 * @param endedOn when it came to rest
 * @param stopRequestedOn when the first stop was recorded
 * @param estimatedCompletionOn when it is expected to complete
 */
public record JobTimes(
        Optional<Instant> createdOn,
        Optional<Instant> updatedOn,
        Optional<Instant> startedOn,
        Optional<Instant> endedOn,
        Optional<Instant> stopRequestedOn,
        Optional<Instant> estimatedCompletionOn) {

    /** Returns the times of a job. */
    public static JobTimes of(BackfillJob job) {
        return new JobTimes(
                instant(job.getCreatedOn()),
                instant(job.getUpdatedOn()),
                instant(job.getStartedOn()),
                instant(job.getEndedOn()),
                instant(job.getStopRequestedOn()),
                instant(job.getEstimatedCompletionOn()));
    }

    private static Optional<Instant> instant(@Nullable Long millis) {
        return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
    }
}
