package dev.bookingdate.server.database;

import org.jspecify.annotations.Nullable;

/** The database is there and lets us in, but is none that this server can use as it is. */
public final class DatabaseRefusedException extends RuntimeException {

    private final String remedy;

    /**
     * Says why.
     *
     * @param message what is wrong, in one sentence
     * @param remedy what to do about it
     */
    public DatabaseRefusedException(String message, String remedy) {
        this(message, remedy, null);
    }

    DatabaseRefusedException(String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
