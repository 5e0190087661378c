package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobKey;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Looks at regular intervals for what nobody else takes care of: a stop whose node is gone, and a partition that fell out
 * of the queue. Every node does so; the rows decide who comes first. Besides, it says that this node is there, and looks who
 * is in the way of its chunks.
 */
final class Sweeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    /** A third of the time that a chunk waits for a lock. */
    private static final Duration A_WAIT = Duration.ofMillis(300);

    private final JobStatements statements;
    private final QueueStatements queued;
    private final PartitionQueue queue;
    private final Duration interval;
    private final EngineMetrics metrics;
    private final RunningJobs runningJobs;
    private final BooleanSupplier looksForJobs;
    private Set<PartitionKey> missing = Set.of();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "job-sweeper");
        thread.setDaemon(true);
        return thread;
    });

    Sweeper(
            JobStatements statements,
            PartitionQueue queue,
            Duration interval,
            EngineMetrics metrics,
            RunningJobs runningJobs,
            BooleanSupplier looksForJobs) {
        this.statements = statements;
        this.queued = statements.queue();
        this.queue = queue;
        this.interval = interval;
        this.metrics = metrics;
        this.runningJobs = runningJobs;
        this.looksForJobs = looksForJobs;
    }

    void start() {
        long millis = interval.toMillis();
        var unused = executor.scheduleWithFixedDelay(this::sweep, millis, millis, TimeUnit.MILLISECONDS);
        long often = A_WAIT.toMillis();
        var unusedToo = executor.scheduleWithFixedDelay(
                () -> attempt(this::lookForBlockers), often, often, TimeUnit.MILLISECONDS);
    }

    /** Looks for stops at once: one may be for a job that nobody works on at this moment. */
    void lookForStops() {
        try {
            executor.execute(() -> attempt(this::settleStops));
        } catch (RejectedExecutionException e) {
            log.debug("closed: other nodes look");
        }
    }

    /** Lets what waits of a job be looked at now: it may wait for a limit that it has no more. */
    void hurry(JobKey job, Runnable then) {
        try {
            executor.execute(() -> attempt(() -> {
                queued.hurry(job);
                then.run();
            }));
        } catch (RejectedExecutionException e) {
            log.debug("closed: other nodes look");
        }
    }

    private void sweep() {
        attempt(this::tellAlive);
        attempt(this::settleStops);
        attempt(this::queueWhatIsLost);
    }

    private static void attempt(Runnable look) {
        try {
            look.run();
        } catch (DataAccessException e) {
            log.warn("Could not look for stops and jobs: {}", ChunkFailure.of(e));
        }
    }

    private void tellAlive() {
        if (looksForJobs.getAsBoolean()) {
            queued.tellAlive();
        }
    }

    /** While a chunk waits for a lock, for later nobody knows who had it. */
    private void lookForBlockers() {
        Map<Integer, RunningJob> slow = runningJobs.workingFor(A_WAIT);
        if (!slow.isEmpty()) {
            queued.blockers(slow.keySet())
                    .forEach((pid, blocker) ->
                            Objects.requireNonNull(slow.get(pid)).blockedBy(blocker));
        }
    }

    private void settleStops() {
        queued.unsettledStops().forEach(this::settle);
    }

    /** What is missing in two looks in a row: a single one may fall between two steps of a node. */
    private void queueWhatIsLost() {
        Set<PartitionKey> now = Set.copyOf(queued.unqueued());
        for (PartitionKey key : now) {
            if (missing.contains(key)) {
                log.warn("partition={} was in nobody's queue", key);
                queue.add(key);
            }
        }
        missing = now;
    }

    private void settle(JobKey key) {
        try {
            statements.settleStopped(key).ifPresent(ended -> {
                metrics.ended(ended);
                log.info("job={} is {}, settled for its node", key, ended.status());
            });
        } catch (DataAccessException e) {
            // A chunk in flight holds the row; the next round comes.
            log.info("job={} can't be settled yet: {}", key, ChunkFailure.of(e));
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
