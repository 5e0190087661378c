package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** 401: the credentials or the access token were refused, the token also after it was renewed. */
public final class AuthenticationException extends BackfillException {
    AuthenticationException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
