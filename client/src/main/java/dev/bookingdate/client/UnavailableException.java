package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** 502, 503 or 504: the service, or what it needs, is out of reach, and promises nothing. Tried again already. */
public final class UnavailableException extends BackfillException {
    /** A failure as the client throws it; for tests that fake the client. */
    public UnavailableException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
