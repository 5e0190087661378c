package dev.bookingdate.server.engine;

/** Where a partition waits for a node that works on it. */
interface PartitionQueue {

    /** Puts the partition in the queue; does nothing when it is there. */
    void add(PartitionKey key);
}
