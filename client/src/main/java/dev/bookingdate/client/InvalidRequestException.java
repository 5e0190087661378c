package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** 400, 405, 406, 413, 415, 417 or 422: the service does not take the request as it is. The reasons name what to correct. */
public final class InvalidRequestException extends BackfillException {
    /** A failure as the client throws it; for tests that fake the client. */
    public InvalidRequestException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
