package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** An answer came that is none of this service: a page of a gateway, a redirect (not followed, the token would go along), JSON that breaks off, or a success without what was asked for. What became of the call is not known. */
public final class UnusableAnswerException extends BackfillException {
    /** A failure as the client throws it; for tests that fake the client. */
    public UnusableAnswerException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
