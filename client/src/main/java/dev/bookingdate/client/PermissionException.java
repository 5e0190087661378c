package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** 403: the permission, the entity or an org is not the caller's. Repeating the call does not help. */
public final class PermissionException extends BackfillException {
    /** A failure as the client throws it; for tests that fake the client. */
    public PermissionException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
