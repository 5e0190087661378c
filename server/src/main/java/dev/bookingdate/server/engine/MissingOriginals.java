package dev.bookingdate.server.engine;

/** What becomes of a charge whose original is not in the data. */
public enum MissingOriginals {
    /** The earliest charge with the same original dates it. */
    ACCEPT,
    /** It keeps its date and is recorded as failed. */
    REJECT,
    /** It keeps its date, and its job fails. */
    FAIL
}
