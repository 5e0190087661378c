package dev.bookingdate.server.token;

import java.util.Locale;

/** What a client may be added for. */
public enum Permission {
    READ("read jobs"),
    CREATE("create jobs"),
    STOP("stop jobs");

    private final String action;

    Permission(String action) {
        this.action = action;
    }

    /** What it is to do, for messages. */
    public String action() {
        return action;
    }

    /** As it is typed and stored. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
