package dev.bookingdate.server.error;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A call that is refused for reasons that the caller may know. It has no stack trace: it is an answer, not a defect.
 */
public final class RequestRefused extends RuntimeException {

    private final int status;
    private final List<Reason> reasons;
    private final Map<String, String> headers;

    /** Refuses for one reason, with the usual status of its category. */
    public RequestRefused(ErrorCategory category, String message) {
        this(category.status(), category, message);
    }

    /** Refuses for one reason, with a status of its own, such as 413 or 415. */
    public RequestRefused(int status, ErrorCategory category, String message) {
        this(status, List.of(category.reason(message)));
    }

    /** Refuses for several reasons at once. */
    public RequestRefused(int status, List<Reason> reasons) {
        this(status, reasons, Map.of());
    }

    /** Refuses with headers that belong to the answer, such as {@code Retry-After}. */
    public RequestRefused(int status, List<Reason> reasons, Map<String, String> headers) {
        super(describe(status, reasons), null, false, false);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a refusal needs at least one reason");
        }
        this.status = status;
        this.reasons = List.copyOf(reasons);
        this.headers = Map.copyOf(headers);
    }

    public int status() {
        return status;
    }

    public List<Reason> reasons() {
        return reasons;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** The same refusal with one more header on its answer. */
    public RequestRefused withHeader(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new RequestRefused(status, reasons, more);
    }

    private static String describe(int status, List<Reason> reasons) {
        return status + " " + reasons;
    }

    /** One reason for a refusal: a code of eight digits and a message in English for a person to read. */
    public record Reason(String code, String message) {}
}
