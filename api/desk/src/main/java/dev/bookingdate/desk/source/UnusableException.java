package dev.bookingdate.desk.source;

import org.jspecify.annotations.Nullable;

/** A document that can't be read or is no OpenAPI 3.0; the message is one line and starts with the place. */
public final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Place place;
    private final String what;

    public UnusableException(Place place, String what) {
        super(place + ": " + what);
        this.place = place;
        this.what = what;
    }

    public UnusableException(String message) {
        super(message);
        this.place = null;
        this.what = message;
    }

    /** Returns where, where it is known. */
    public @Nullable Place place() {
        return place;
    }

    /** Returns the message without the place. */
    public String what() {
        return what;
    }
}
