package dev.bookingdate.postgres;

/** Thrown when the embedded PostgreSQL cannot be started, attached to or stopped. Its message never holds the password. */
public final class EmbeddedPostgresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedPostgresException(String message) {
        super(message);
    }

    EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
