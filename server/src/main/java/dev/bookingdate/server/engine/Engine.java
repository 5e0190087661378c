package dev.bookingdate.server.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.springframework.context.SmartLifecycle;

/**
 * Everything on this node that runs jobs: started last and stopped first, so that a job is handed over while the database
 * is still there.
 */
final class Engine implements SmartLifecycle {

    private final RunningJobs runningJobs;
    private final Scheduler scheduler;
    private final NoticeListener listener;
    private final Sweeper sweeper;
    private volatile boolean running;

    Engine(RunningJobs runningJobs, Scheduler scheduler, NoticeListener listener, Sweeper sweeper) {
        this.runningJobs = runningJobs;
        this.scheduler = scheduler;
        this.listener = listener;
        this.sweeper = sweeper;
    }

    @Override
    public void start() {
        running = true;
        scheduler.start();
        listener.start();
        sweeper.start();
    }

    @Override
    public void stop() {
        running = false;
        sweeper.close();
        runningJobs.drain();
        scheduler.stop();
        listener.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
