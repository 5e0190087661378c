package dev.bookingdate.desk.source;

/** A document that can't be read or is no OpenAPI 3.0; the message is one line and starts with the place. */
public final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableException(Place place, String what) {
        super(place + ": " + what);
    }

    public UnusableException(String message) {
        super(message);
    }
}
