package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The jobs that run on this node. */
final class RunningJobs {

    private final ConcurrentMap<JobKey, RunningJob> jobs = new ConcurrentHashMap<>();
    private volatile boolean draining;

    /** Enters a job; null when it is here already. */
    @Nullable
    RunningJob enter(JobKey key) {
        RunningJob job = new RunningJob();
        return jobs.putIfAbsent(key, job) == null ? job : null;
    }

    void leave(JobKey key) {
        jobs.remove(key);
    }

    /** Tells a job to look at its row, if it runs here. */
    void interrupt(JobKey key) {
        RunningJob job = jobs.get(key);
        if (job != null) {
            job.interrupt();
        }
    }

    /** Asks every job to hand itself over after the chunk in flight. */
    void drain() {
        draining = true;
    }

    boolean draining() {
        return draining;
    }
}
