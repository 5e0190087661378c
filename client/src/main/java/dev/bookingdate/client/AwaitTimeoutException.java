package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A wait has reached its deadline, and the job not yet what was waited for. The job goes on as it would have. */
public final class AwaitTimeoutException extends CallTimeoutException {
    private final transient @Nullable BackfillJob lastKnown;

    /** A failure as the client throws it; for tests that fake the client. */
    public AwaitTimeoutException(
            Failure failure, @Nullable BackfillJob lastKnown, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
        this.lastKnown = lastKnown;
    }

    /** Returns the job as it was last seen; nothing if it was never seen, or the exception was serialized. */
    public Optional<BackfillJob> lastKnown() {
        return Optional.ofNullable(lastKnown);
    }
}
