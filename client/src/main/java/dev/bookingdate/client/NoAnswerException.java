package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** No answer came: no connection, a connection that broke, or silence for longer than the attempt timeout. Tried again already, where that is safe. What became of the call is not known. */
public final class NoAnswerException extends BackfillException {
    /** A failure as the client throws it; for tests that fake the client. */
    public NoAnswerException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
