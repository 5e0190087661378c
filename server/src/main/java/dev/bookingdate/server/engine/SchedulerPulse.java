package dev.bookingdate.server.engine;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * When the scheduler last looked for jobs, and last looked for dead ones: one whose thread hangs says that it has started,
 * and does nothing.
 *
 * <p>db-scheduler sends an event for a look that has found jobs, but none where nothing is due or all threads are busy. Yet
 * each look begins with asking for the time, on a thread that does nothing else. So this is the scheduler's clock, and
 * gives it that thread. A look that failed is told by an event on the same thread.
 */
final class SchedulerPulse extends AbstractSchedulerListener implements Clock {

    private static final Duration AT_LEAST = Duration.ofSeconds(30);

    private final java.time.Clock clock;
    private final LongSupplier nanoTime;
    private final long patienceNanos;
    private final long lookNanos;
    private volatile long looked;
    private volatile long lookFailed;
    private volatile long caredForDead;
    private volatile Thread looking = Thread.currentThread();

    /** A pulse of a scheduler with these intervals; ten times in vain, and 30 seconds, are too long. */
    SchedulerPulse(java.time.Clock clock, EngineProperties properties, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        Duration poll = properties.pollInterval();
        Duration tenTimes =
                longer(poll, properties.heartbeatInterval().multipliedBy(2)).multipliedBy(10);
        this.patienceNanos = longer(tenTimes, AT_LEAST).toNanos();
        this.lookNanos = poll.multipliedBy(2).toNanos();
        long now = nanoTime.getAsLong();
        this.looked = now;
        this.lookFailed = now - lookNanos;
        this.caredForDead = now;
    }

    /** The thread on which the scheduler is to look for jobs. */
    ExecutorService dueExecutor() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "job-looker");
            looking = thread;
            return thread;
        });
    }

    boolean isFelt() {
        long now = nanoTime.getAsLong();
        return now - looked < patienceNanos && now - caredForDead < patienceNanos;
    }

    /** Asked before each look and while waiting for the next one; what comes within two intervals of a failure is its wait. */
    @Override
    public Instant now() {
        Instant instant = clock.instant();
        long now = nanoTime.getAsLong();
        if (isLooking() && now - lookFailed >= lookNanos) {
            looked = now;
        }
        return instant;
    }

    @Override
    public void onSchedulerEvent(SchedulerEventType type) {
        switch (type) {
            case UNEXPECTED_ERROR -> {
                if (isLooking()) {
                    lookFailed = nanoTime.getAsLong();
                }
            }
            case RAN_DETECT_DEAD -> caredForDead = nanoTime.getAsLong();
            default -> {}
        }
    }

    private boolean isLooking() {
        return Thread.currentThread() == looking;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
