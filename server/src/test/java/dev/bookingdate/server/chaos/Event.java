package dev.bookingdate.server.chaos;

import org.jspecify.annotations.Nullable;

/**
 * One line of the history.
 *
 * @param at when, in microseconds since 1970 by this machine's clock, which is the database's too
 * @param call which call or fault it belongs to
 * @param type what became of it
 * @param op what was asked for: {@code create}, {@code get}, {@code list}, {@code stop}, {@code write}, {@code fault}
 * @param node the node that was asked
 * @param job the job in question, as an API id
 * @param status the HTTP status; null where there was no answer
 * @param value the job's status, the value that was written, or what the fault was
 */
record Event(
        long at,
        long call,
        Type type,
        String op,
        @Nullable String node,
        @Nullable String job,
        @Nullable Integer status,
        @Nullable String value) {

    enum Type {
        /** It is asked for. */
        INVOKE,
        /** It was done. */
        OK,
        /** It was not done. */
        FAIL,
        /** Nobody knows whether it was, or will be. */
        INFO
    }
}
