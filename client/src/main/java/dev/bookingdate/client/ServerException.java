package dev.bookingdate.client;

import org.jspecify.annotations.Nullable;

/** 500: something went wrong in the service. Tried again already, where that is safe; quote the request id when you report it. */
public final class ServerException extends BackfillException {
    /** A failure as the client throws it; for tests that fake the client. */
    public ServerException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(failure, message, cause);
    }
}
