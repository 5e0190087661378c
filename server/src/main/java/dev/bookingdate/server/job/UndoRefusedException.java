package dev.bookingdate.server.job;

/** A job can't be undone, at least not now. The message says why, and is for whoever asked. */
final class UndoRefusedException extends RuntimeException {

    UndoRefusedException(String message) {
        super(message);
    }
}
