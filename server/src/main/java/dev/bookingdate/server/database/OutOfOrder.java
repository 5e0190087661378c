package dev.bookingdate.server.database;

import java.sql.SQLException;

/**
 * Whether a database says that it can't do its work just now, whatever the statement: it is read-only, shuts down, starts, or
 * has no room. The same statement may pass a moment later, or on another connection.
 */
public final class OutOfOrder {

    private OutOfOrder() {}

    /** Whether this failure says so, by its SQLSTATE. */
    public static boolean says(SQLException failure) {
        String state = failure.getSQLState();
        return state != null
                && (state.startsWith("53") // no room, no memory, no connection left
                        || state.startsWith("57P") // shut down, crashed, not yet started, session ended
                        || switch (state) {
                            // Read-only; a transaction that has failed, was idle for too long, or took too long.
                            case "25006", "25P02", "25P03", "25P04" -> true;
                            default -> false;
                        });
    }
}
