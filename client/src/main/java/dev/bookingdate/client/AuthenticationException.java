package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** 401: the credentials or the access token were refused, the token also after it was renewed. */
public final class AuthenticationException extends BackfillException {
    /** A failure as the client throws it; for tests that fake the client. */
    public AuthenticationException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
