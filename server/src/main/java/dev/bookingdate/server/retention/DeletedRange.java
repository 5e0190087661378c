package dev.bookingdate.server.retention;

/**
 * Changes of an audit, or failures, that are gone.
 *
 * @param lastKey the key of the last row
 */
record DeletedRange(long lastKey, long records) {}
