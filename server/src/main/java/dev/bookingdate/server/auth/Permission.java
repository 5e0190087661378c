package dev.bookingdate.server.auth;

import java.util.Locale;

/** What a client may be added for. */
enum Permission {
    READ("read jobs"),
    CREATE("create jobs"),
    STOP("stop jobs");

    private final String action;

    Permission(String action) {
        this.action = action;
    }

    /** What it is to do, for messages. */
    String action() {
        return action;
    }

    /** As it is typed and stored. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
