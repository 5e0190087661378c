package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** 429: a rate limit or the concurrency limit is exceeded, and nothing was done; {@link #retryAfter()} says how long to wait. */
public final class RateLimitException extends BackfillException {
    RateLimitException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
