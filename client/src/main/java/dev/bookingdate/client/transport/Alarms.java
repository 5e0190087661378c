package dev.bookingdate.client.transport;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Interrupts threads that wait for longer than they want to, at most some milliseconds late. Looks at all of them from time to time,
 * and not at all while there are none: a timer for each would wake another thread for each call.
 */
public final class Alarms {
    private static final long TICK_MILLIS = 10;

    private final Set<Alarm> set = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final Executor tick = CompletableFuture.delayedExecutor(TICK_MILLIS, TimeUnit.MILLISECONDS, Runnable::run);

    /** An alarm for this thread, to be switched off by it. */
    public Alarm after(Duration limit) {
        Alarm alarm = new Alarm(System.nanoTime() + limit.toNanos());
        set.add(alarm);
        tick();
        return alarm;
    }

    private void tick() {
        if (ticking.compareAndSet(false, true)) {
            tick.execute(this::look);
        }
    }

    private void look() {
        long now = System.nanoTime();
        set.forEach(alarm -> alarm.lookAt(now));
        ticking.set(false);
        if (!set.isEmpty()) {
            tick();
        }
    }

    public final class Alarm {
        private final Thread thread = Thread.currentThread();
        private final long due;

        private Alarm(long due) {
            this.due = due;
        }

        private synchronized void lookAt(long now) {
            if (due - now <= 0 && set.remove(this)) {
                thread.interrupt();
            }
        }

        /** Returns whether it has rung; it is not to be asked twice. From now on it does not. */
        public boolean off() {
            if (set.remove(this)) {
                return false;
            }
            synchronized (this) {
                // The interrupt has been sent by now.
                return true;
            }
        }
    }
}
