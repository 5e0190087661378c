package dev.bookingdate.server.limit;

import java.util.List;

/** The headers by which a caller learns of its limits. */
public final class LimitHeaders {

    static final String RATE_LIMIT = "RateLimit-Limit";
    static final String RATE_REMAINING = "RateLimit-Remaining";
    static final String RATE_RESET = "RateLimit-Reset";
    static final String CONCURRENCY_TYPE = "Concurrency-Limit-Type";
    static final String CONCURRENCY_LIMIT = "Concurrency-Limit-Limit";
    static final String CONCURRENCY_REMAINING = "Concurrency-Limit-Remaining";

    /** Every name: what an answer must not carry whose caller turns out not to be known. */
    public static final List<String> NAMES =
            List.of(RATE_LIMIT, RATE_REMAINING, RATE_RESET, CONCURRENCY_TYPE, CONCURRENCY_LIMIT, CONCURRENCY_REMAINING);

    private LimitHeaders() {}
}
