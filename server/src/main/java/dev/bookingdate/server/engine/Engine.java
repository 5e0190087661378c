package dev.bookingdate.server.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerState;
import dev.bookingdate.server.job.JobNotice;
import dev.bookingdate.server.job.JobNotices;
import org.springframework.context.SmartLifecycle;

/**
 * Everything on this node that runs jobs: started last and stopped first, so that a job is handed over while the database
 * is still there.
 */
final class Engine implements SmartLifecycle {

    private final RunningJobs runningJobs;
    private final Scheduler scheduler;
    private final JobNotices notices;
    private final Sweeper sweeper;
    private final SchedulerPulse pulse;
    private final WorkerWatch watch;
    private final int threads;
    private volatile boolean running;

    Engine(
            RunningJobs runningJobs,
            Scheduler scheduler,
            JobNotices notices,
            Sweeper sweeper,
            SchedulerPulse pulse,
            WorkerWatch watch,
            int threads) {
        this.runningJobs = runningJobs;
        this.scheduler = scheduler;
        this.notices = notices;
        this.sweeper = sweeper;
        this.pulse = pulse;
        this.watch = watch;
        this.threads = threads;
    }

    @Override
    public void start() {
        running = true;
        scheduler.start();
        notices.subscribe(this::hear);
        sweeper.start();
        watch.start();
    }

    @Override
    public void stop() {
        running = false;
        sweeper.close();
        watch.close();
        runningJobs.drain();
        scheduler.stop();
    }

    private void hear(JobNotice notice) {
        switch (notice.kind()) {
            case CREATED -> scheduler.triggerCheckForDueExecutions();
            case STOP -> {
                runningJobs.interrupt(notice.key());
                sweeper.lookForStops();
            }
            case THROTTLE -> {
                runningJobs.lookAround(notice.key());
                sweeper.hurry(notice.key(), scheduler::triggerCheckForDueExecutions);
            }
            case AT_REST -> {}
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Whether a job that waits would be run. */
    boolean looksForJobs() {
        SchedulerState state = scheduler.getSchedulerState();
        return running
                && state.isStarted()
                && !state.isPaused()
                && !state.isShuttingDown()
                && pulse.isFelt()
                && runningJobs.stuck() < threads;
    }
}
