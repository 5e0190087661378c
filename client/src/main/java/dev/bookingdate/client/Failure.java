package dev.bookingdate.client;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known about a call that failed; {@code status} is 0 where no answer came. */
record Failure(
        int status,
        List<Reason> reasons,
        @Nullable String requestId,
        @Nullable String processId,
        @Nullable String trackId,
        @Nullable String idempotencyKey,
        @Nullable Duration retryAfter,
        boolean retryable)
        implements Serializable {

    static Failure withoutAnswer(@Nullable String trackId, @Nullable String idempotencyKey, boolean retryable) {
        return new Failure(0, List.of(), null, null, trackId, idempotencyKey, null, retryable);
    }

    boolean hasCategory(String category) {
        return reasons.stream().anyMatch(reason -> reason.category().equals(category));
    }
}
