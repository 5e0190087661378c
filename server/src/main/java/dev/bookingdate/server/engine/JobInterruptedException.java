package dev.bookingdate.server.engine;

/** A job was told to look at its row before its next statement began. */
final class JobInterruptedException extends RuntimeException {

    JobInterruptedException() {
        super("told to look at the job's row", null, false, false);
    }
}
