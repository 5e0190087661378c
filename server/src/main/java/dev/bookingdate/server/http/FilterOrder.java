package dev.bookingdate.server.http;

import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.core.Ordered;

/** The order of the filters, outermost first. A new one finds its place here. */
final class FilterOrder {

    /** Outermost: answers what fails further in. */
    static final int CALL = Ordered.HIGHEST_PRECEDENCE;

    /** Before anything that may take a while. */
    static final int THREADS = CALL + 1;

    /** Before any refusal, which a page could not read otherwise, and before a token is asked for. */
    static final int CROSS_ORIGIN = CALL + 2;

    /** Before anybody asks for the path. */
    static final int PATH = CALL + 5;

    /** Before a token is asked for: what may be read by anybody. */
    static final int DOCUMENTS = CALL + 6;

    /** Before anything is written: lets the length of a small answer be known before its headers go. */
    static final int ANSWER_LENGTH = CALL + 10;

    /** Before anybody reads the body: decodes it and holds it to the limit. */
    static final int REQUEST_BODY = CALL + 20;

    /** Spring Security's place: what comes after it knows the caller. */
    static final int CALLER_KNOWN = SecurityFilterProperties.DEFAULT_FILTER_ORDER + 10;

    /** As soon as the caller is known: whatever comes after it is counted, and not done when a limit is reached. */
    static final int LIMITS = CALLER_KNOWN;

    /** Innermost: what it lets through runs in its transaction. */
    static final int IDEMPOTENCY = CALLER_KNOWN + 10;

    private FilterOrder() {}
}
