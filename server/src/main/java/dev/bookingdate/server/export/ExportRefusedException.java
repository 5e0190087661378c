package dev.bookingdate.server.export;

/** Nothing is exported: an option does not fit the data, or the file can't be written. The message is for who typed it. */
final class ExportRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ExportRefusedException(String message) {
        super(message);
    }
}
