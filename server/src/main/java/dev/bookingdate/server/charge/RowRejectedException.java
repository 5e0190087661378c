package dev.bookingdate.server.charge;

/** One row can't be loaded; the message is the reason. Without a stack trace: there may be a hundred thousand. */
final class RowRejectedException extends Exception {

    RowRejectedException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
