package dev.bookingdate.contracts.check;

import java.util.Locale;

/** What a contract, a consumer, a stub or a waiver may break; {@code contracts/README.md} explains each. */
public enum Rule {
    FORM,
    OPERATION,
    PATH,
    QUERY,
    MISSING_HEADER,
    UNDECLARED_HEADER,
    ACCEPT,
    MEDIA_TYPE,
    ENCODING,
    TOKEN,
    SCHEMA,
    UNKNOWN_MEMBER,
    MATCHER_TOO_WIDE,
    MATCHER_TYPE,
    MATCHER_UNPROVABLE,
    MATCHER_WITHOUT_EFFECT,
    MATCHER_REFUSES_EXAMPLE,
    STATUS,
    ERROR_CODE,
    ENVELOPE,
    NOT_FORBIDDEN,
    METADATA,
    UNCOVERED,
    WAIVER,
    CONSUMER,
    BREAKS_CONSUMER,
    STUB_ANSWER,
    STUB_TOO_WIDE;

    /** The name in messages: in small letters, with hyphens. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
