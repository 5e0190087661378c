package dev.bookingdate.server.charge;

/** Nothing can be imported like this: the file, its header or the options are wrong. The message is for the caller. */
public final class ImportRefusedException extends RuntimeException {

    ImportRefusedException(String message) {
        super(message);
    }

    ImportRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
