package dev.bookingdate.server.error;

import dev.bookingdate.server.error.RequestRefused.Reason;

/**
 * The categories of the contract: the last two of the eight digits of a code, with the status that they are usually
 * answered with.
 */
public enum ErrorCategory {
    PERMISSION_DENIED("10", 403),
    /** A token or client that is not known; the published code for it has a resource of its own. */
    AUTHENTICATION_FAILED("900000", "11", 401),
    INVALID_VALUE("20", 400),
    UNKNOWN_FIELD("21", 400),
    MISSING_FIELD("22", 400),
    INVALID_QUERY_PARAMETER("27", 400),
    BUSINESS_RULE("30", 409),
    NOT_FOUND("40", 404),
    METHOD_NOT_SUPPORTED("45", 405),
    LOCKING_CONTENTION("50", 409),
    INTERNAL_ERROR("60", 500),
    TEMPORARY_ERROR("61", 503),
    LIMIT_EXCEEDED("70", 429),
    MALFORMED_BODY("90", 400);

    /** The six digits that stand for no particular resource. */
    private static final String NO_RESOURCE = "500000";

    private final String code;
    private final int status;

    ErrorCategory(String category, int status) {
        this(NO_RESOURCE, category, status);
    }

    ErrorCategory(String resource, String category, int status) {
        this.code = resource + category;
        this.status = status;
    }

    /** The eight digits of {@code reasons[].code}. */
    public String code() {
        return code;
    }

    /** The HTTP status that goes with the category, unless the place that refuses knows a better one. */
    public int status() {
        return status;
    }

    /** A reason of this category. The message must not echo what the caller sent. */
    public Reason reason(String message) {
        return new Reason(code, message);
    }
}
