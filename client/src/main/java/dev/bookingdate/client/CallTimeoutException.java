package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** The total timeout of the call is over. What became of the call is not known. */
public class CallTimeoutException extends BackfillException {
    /** A failure as the client throws it; for tests that fake the client. */
    public CallTimeoutException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
