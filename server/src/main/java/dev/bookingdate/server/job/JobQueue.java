package dev.bookingdate.server.job;

/** Where a new job waits for a node that runs it. */
public interface JobQueue {

    /** Puts the job in the queue, within the transaction of the current thread. */
    void add(JobKey key);
}
