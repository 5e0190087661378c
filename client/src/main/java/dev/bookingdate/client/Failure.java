package dev.bookingdate.client;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a call that failed.
 *
 * @param status the HTTP status; 0 if there was no answer
 * @param reasons the reasons that the service gave
 * @param requestId the id that the service gave the request
 * @param processId the id of the server process that answered
 * @param trackId the track id of the call
 * @param idempotencyKey the idempotency key that was sent
 * @param retryAfter how long the service asks to wait
 * @param retryable whether the same call may succeed later, and is safe to repeat
 */
public record Failure(
        int status,
        List<Reason> reasons,
        @Nullable String requestId,
        @Nullable String processId,
        @Nullable String trackId,
        @Nullable String idempotencyKey,
        @Nullable Duration retryAfter,
        boolean retryable)
        implements Serializable {

    /** Copies the reasons. */
    public Failure {
        reasons = List.copyOf(reasons);
    }

    /**
     * Returns a failure with a status and reasons, and nothing else, for tests that fake the client: {@code new
     * ConflictException(Failure.of(409, new Reason("53100030", "The job has ended.")), "ended", null)}.
     */
    public static Failure of(int status, Reason... reasons) {
        return new Failure(status, List.of(reasons), null, null, null, null, null, false);
    }
}
