package dev.bookingdate.server.retention;

/**
 * Rows of an audit that are gone.
 *
 * @param lastKey the key of the last one
 */
record DeletedRange(long lastKey, long records) {}
