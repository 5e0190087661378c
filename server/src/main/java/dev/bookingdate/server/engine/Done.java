package dev.bookingdate.server.engine;

/**
 * A chunk that has committed.
 *
 * @param next where the partition stands
 * @param records how many charges it looked at
 * @param written how many of them it changed
 */
record Done(Position next, long records, long written) {}
