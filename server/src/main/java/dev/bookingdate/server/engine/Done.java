package dev.bookingdate.server.engine;

/**
 * A chunk that has committed.
 *
 * @param next where the partition stands
 * @param records how many charges it looked at
 * @param written how many of them it changed
 * @param missing of how many the original is not in the data
 * @param rejected how many of these were left as they are, and recorded as failed
 */
record Done(Position next, long records, long written, long missing, long rejected) {}
