package dev.bookingdate.contracts.spec;

import java.util.Comparator;

/** One entry of {@code x-error-codes}; sorts as a reader looks it up. */
public record ErrorCode(int status, String code, String when, String action) implements Comparable<ErrorCode> {
    private static final Comparator<ErrorCode> ORDER = Comparator.comparingInt(ErrorCode::status)
            .thenComparing(ErrorCode::code)
            .thenComparing(ErrorCode::when)
            .thenComparing(ErrorCode::action);

    @Override
    public int compareTo(ErrorCode other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code <status> <code>}. */
    public String key() {
        return status + " " + code;
    }
}
