package dev.bookingdate.server.auth;

/** A client can't be added, rotated or removed as asked. The message says why, and what to do. */
final class ClientRefusedException extends RuntimeException {

    ClientRefusedException(String message) {
        super(message, null, false, false);
    }
}
