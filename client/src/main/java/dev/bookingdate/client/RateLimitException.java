package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** 429: a rate limit or the concurrency limit is exceeded, and nothing was done; {@link #retryAfter()} says how long to wait. */
public final class RateLimitException extends BackfillException {
    /** A failure as the client throws it; for tests that fake the client. */
    public RateLimitException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
