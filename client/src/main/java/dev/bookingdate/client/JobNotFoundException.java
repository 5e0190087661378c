package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** 404: no job with this id exists, or it belongs to another tenant, entity or org; the cases are indistinguishable. */
public final class JobNotFoundException extends BackfillException {
    /** A failure as the client throws it; for tests that fake the client. */
    public JobNotFoundException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
