package dev.bookingdate.server.engine;

/**
 * A charge was recorded as one that can't be written.
 *
 * @param next where the partition stands behind it
 * @param failed how many charges of the whole job have failed by now
 * @param total how many charges are in the job's scope
 */
record PassedOver(Position next, long failed, long total) {}
