package dev.bookingdate.server.idempotency;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The answer to a call, before any compression. Immutable. */
public final class Answer {

    /** What the operation itself answers: the result, and a conflict with another job. */
    private static final Set<Integer> OF_THE_OPERATION = Set.of(200, 409);

    private final int status;
    private final UUID requestId;
    private final List<String> headers;
    private final byte[] body;
    private final boolean replayed;

    private Answer(int status, UUID requestId, List<String> headers, byte[] body, boolean replayed) {
        this.status = status;
        this.requestId = requestId;
        this.headers = List.copyOf(headers);
        this.body = body.clone();
        this.replayed = replayed;
    }

    /**
     * The answer to a first call.
     *
     * @param headers those that belong to the result: a name, its value, the next name, and so on
     */
    public static Answer first(int status, UUID requestId, List<String> headers, byte[] body) {
        return new Answer(status, requestId, headers, body, false);
    }

    static Answer replayed(int status, UUID requestId, List<String> headers, byte[] body) {
        return new Answer(status, requestId, headers, body, true);
    }

    /** Whether it is kept. What was refused before the operation ran is not, nor what failed: the next call tries again. */
    boolean isKept() {
        return OF_THE_OPERATION.contains(status);
    }

    public int status() {
        return status;
    }

    /** The id of the call that was answered first. */
    public UUID requestId() {
        return requestId;
    }

    public List<String> headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }

    /** Whether an earlier call got it first. */
    public boolean isReplayed() {
        return replayed;
    }
}
