package dev.bookingdate.server.command;

/** What was asked for can't be done, and nothing was changed; the message is for the person who asked. */
public final class CommandRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandRefusedException(String message) {
        super(message);
    }

    public CommandRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
