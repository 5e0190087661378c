package dev.bookingdate.server.call;

import jakarta.servlet.ServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call, as it is established before anything else happens to it. What comes after takes it from here.
 *
 * @param requestId equal to {@code requestId} of the envelope and to the header {@code Zuora-Request-Id}
 * @param processId 16 upper-case hexadecimal digits, {@code processId} of the envelope
 * @param trackId what the caller sent as {@code Zuora-Track-Id}; null when absent or not valid
 * @param path within the application, as the contract has it; null where there is none, or its encoding is broken
 * @param operation null where the contract has none with this path and method
 */
public record Call(
        UUID requestId,
        String processId,
        @Nullable String trackId,
        @Nullable String path,
        @Nullable Operation operation) {

    public static final String REQUEST_ID_HEADER = "Zuora-Request-Id";
    public static final String TRACK_ID_HEADER = "Zuora-Track-Id";

    /** What a refused track id is told. */
    public static final String TRACK_ID_RULE = TRACK_ID_HEADER
            + " must be at most 64 printable US-ASCII characters without colon, semicolon, double quote and apostrophe.";

    private static final String ATTRIBUTE = Call.class.getName();

    /** The call that a request has begun; empty before it has. */
    public static Optional<Call> in(ServletRequest request) {
        return Optional.ofNullable((Call) request.getAttribute(ATTRIBUTE));
    }

    /** The call of a request that has passed the first valve, as every request has that a filter sees. */
    public static Call of(ServletRequest request) {
        return in(request).orElseThrow();
    }

    public void begin(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Whether it is for the operation of this id. */
    public boolean isFor(String operationId) {
        return operation != null && operation.id().equals(operationId);
    }

    /**
     * An operation of the contract.
     *
     * @param id its operationId
     * @param path with the names of its variables
     */
    public record Operation(String id, String path) {}
}
