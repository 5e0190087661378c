package dev.bookingdate.server.engine;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import java.time.Duration;

/** When the scheduler last looked for jobs: one whose thread hangs says that it has started, and does nothing. */
final class SchedulerPulse extends AbstractSchedulerListener {

    private static final Duration AT_LEAST = Duration.ofSeconds(30);

    private final long patienceNanos;
    private volatile long lastNanos = System.nanoTime();

    /** @param pollInterval how often the scheduler should look; ten times in vain, and 30 seconds, are too long */
    SchedulerPulse(Duration pollInterval) {
        Duration tenTimes = pollInterval.multipliedBy(10);
        this.patienceNanos = (tenTimes.compareTo(AT_LEAST) > 0 ? tenTimes : AT_LEAST).toNanos();
    }

    boolean isFelt() {
        return System.nanoTime() - lastNanos < patienceNanos;
    }

    @Override
    public void onSchedulerEvent(SchedulerEventType type) {
        if (type == SchedulerEventType.RAN_EXECUTE_DUE) {
            lastNanos = System.nanoTime();
        }
    }
}
