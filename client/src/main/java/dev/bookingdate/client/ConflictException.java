package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** 409: the state of a job forbids the call. The job to be stopped has ended (category 30), or another is active (50). */
public final class ConflictException extends BackfillException {
    /** A failure as the client throws it; for tests that fake the client. */
    public ConflictException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
