package dev.bookingdate.server.call;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one call.
 *
 * @param requestId equal to {@code requestId} of the envelope and to the header {@code Zuora-Request-Id}
 * @param processId 16 upper-case hexadecimal digits, {@code processId} of the envelope
 * @param trackId what the caller sent as {@code Zuora-Track-Id}; null when absent or not valid
 */
public record CallContext(
        UUID requestId, String processId, @Nullable String trackId) {

    /** The request attribute that holds the context from the first filter on. */
    public static final String ATTRIBUTE = CallContext.class.getName();

    public static final String REQUEST_ID_HEADER = "Zuora-Request-Id";
    public static final String TRACK_ID_HEADER = "Zuora-Track-Id";

    /** What a refused track id is told. */
    public static final String TRACK_ID_RULE = TRACK_ID_HEADER
            + " must be at most 64 printable US-ASCII characters without colon, semicolon, double quote and apostrophe.";
}
