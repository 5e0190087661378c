package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** The thread was interrupted while it waited; its flag is set again. What was under way is given up; what became of it in the service is not known. */
public final class CallInterruptedException extends BackfillException {
    /** A failure as the client throws it; for tests that fake the client. */
    public CallInterruptedException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
