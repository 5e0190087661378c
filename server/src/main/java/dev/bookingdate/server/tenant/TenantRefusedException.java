package dev.bookingdate.server.tenant;

/** A tenant stays as it is. The message is for who asked, and says what to do. */
final class TenantRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TenantRefusedException(String message) {
        super(message);
    }
}
