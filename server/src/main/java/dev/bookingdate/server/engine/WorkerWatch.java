package dev.bookingdate.server.engine;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Gives back what a thread of this node hangs in. The scheduler's heartbeat vouches for every thread that it has started,
 * also for one that waits for ever for something outside the database, such as a log that nobody reads.
 *
 * <p>What is given back has another version, so no heartbeat of this node vouches for it any more. Should the thread go on
 * after all, the epoch of whoever took the partition over refuses its chunks.
 */
final class WorkerWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkerWatch.class);

    /** More than a worker waits in one go: for a connection, or for a statement besides its wait for locks. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(6);

    private final QueueStatements queued;
    private final RunningJobs runningJobs;
    private final String node = JobScheduler.nodeName();
    private final Duration patience;
    private final Duration interval;
    private long looked = System.nanoTime();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "worker-watch");
        thread.setDaemon(true);
        return thread;
    });

    /** @param patience after how long without a sign a thread hangs */
    WorkerWatch(QueueStatements queued, RunningJobs runningJobs, Duration patience) {
        this.queued = queued;
        this.runningJobs = runningJobs;
        this.patience = patience;
        this.interval = patience.dividedBy(6);
    }

    /** How long a thread that works may give no sign. */
    static Duration patience(EngineProperties properties) {
        return properties.lockTimeout().plus(LONGEST_STEP);
    }

    void start() {
        long millis = interval.toMillis();
        var unused = executor.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        boolean stoodStill = now - looked > interval.multipliedBy(3).toNanos();
        looked = now;
        if (!stoodStill) {
            // A process that was frozen finds each of its threads late: they get until the next look.
            runningJobs.stuckFor(patience).forEach(this::giveBack);
        }
    }

    private void giveBack(PartitionKey key, RunningJob stuck) {
        try {
            queued.giveBack(key, node);
            runningJobs.giveUp(key, stuck);
            stuck.wake();
            queued.tellOfPartitions(key.job());
            // On another thread: a log that hangs may be why that one does.
            ForkJoinPool.commonPool()
                    .execute(() -> log.error(
                            "partition={} is given back: its thread has not moved for {} s, outside the database",
                            key,
                            patience.toSeconds()));
        } catch (DataAccessException e) {
            // The next look tries again; while the database is away, nobody else takes it over either.
            ForkJoinPool.commonPool().execute(() -> log.warn("partition={} can't be given back", key, e));
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
