package dev.bookingdate.server.engine;

/**
 * How a job was cut.
 *
 * @param upperKey the last charge of the first partition
 * @param partitions how many there are, 1 or more
 */
record Cut(long upperKey, int partitions) {}
