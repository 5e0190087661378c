package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The partitions that this node works on. */
final class RunningJobs {

    private final ConcurrentMap<PartitionKey, RunningJob> partitions = new ConcurrentHashMap<>();
    private final Set<RunningJob> stuck = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** Enters a partition; null when it is here already. */
    @Nullable
    RunningJob enter(PartitionKey key) {
        RunningJob partition = new RunningJob();
        return partitions.putIfAbsent(key, partition) == null ? partition : null;
    }

    /** Says that a partition is not worked on here any more; one that has been entered anew meanwhile stays. */
    synchronized void leave(PartitionKey key, RunningJob partition) {
        stuck.remove(partition);
        partitions.remove(key, partition);
    }

    /** Those whose threads have given no sign for so long. */
    Map<PartitionKey, RunningJob> stuckFor(Duration time) {
        Map<PartitionKey, RunningJob> found = new HashMap<>(partitions);
        found.values().removeIf(partition -> !partition.isStuckFor(time));
        return found;
    }

    /** Lets a partition be entered again, though a thread that hangs has not left it. */
    synchronized void giveUp(PartitionKey key, RunningJob partition) {
        if (partitions.remove(key, partition)) {
            stuck.add(partition);
        }
    }

    /** How many threads hang in partitions that were given up. */
    int stuck() {
        return stuck.size();
    }

    /** Tells every partition of the job that is here to look at the job's row. */
    void interrupt(JobKey job) {
        partitions.forEach((key, partition) -> {
            if (key.job().equals(job)) {
                partition.interrupt();
            }
        });
    }

    /** Tells every partition of the job that is here that what it minds has changed. */
    void lookAround(JobKey job) {
        partitions.forEach((key, partition) -> {
            if (key.job().equals(job)) {
                partition.lookAround();
            }
        });
    }

    /** Those whose statement in flight takes so long, by the process in the database that works on it. */
    Map<Integer, RunningJob> workingFor(Duration time) {
        Map<Integer, RunningJob> found = new HashMap<>();
        partitions.values().forEach(running -> running.workingFor(time).ifPresent(pid -> found.put(pid, running)));
        return found;
    }

    /** Asks every partition to hand itself over at once: a chunk in flight may wait for a user's lock, so it is let go. */
    void drain() {
        draining = true;
        partitions.values().forEach(RunningJob::interrupt);
    }

    boolean draining() {
        return draining;
    }
}
