package dev.bookingdate.client;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call of the user, with all that it sends: until when it has to be done, how often it has tried, and what to give up
 * when it is cancelled.
 */
final class Call {
    private static final ThreadLocal<@Nullable Call> CURRENT = new ThreadLocal<>();

    private final Time time;
    private final long deadline;
    private final Duration attemptTimeout;
    private final boolean freshKey;
    private final @Nullable Thread waiting;
    private int attempts;
    private boolean cancelled;
    private @Nullable Runnable underWay;

    private Call(Time time, long deadline, Duration attemptTimeout, boolean freshKey, @Nullable Thread waiting) {
        this.time = time;
        this.deadline = deadline;
        this.attemptTimeout = attemptTimeout;
        this.freshKey = freshKey;
        this.waiting = waiting;
    }

    static Call within(Time time, Duration total, Duration attemptTimeout) {
        return new Call(time, time.nanos() + nanos(total), attemptTimeout, false, null);
    }

    /**
     * Does what sends a request of this call from within the generated core, which hands nothing through:
     * {@link #current()} tells it meanwhile.
     */
    <T, E extends Exception> T during(Sending<T, E> sending) throws E {
        // What an application supplies, a token for instance, may be got by another call.
        Call outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return sending.send();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /** What sends a request. */
    interface Sending<T, E extends Exception> {
        T send() throws E;
    }

    /** Returns the call that this thread sends a request of. */
    static Call current() {
        return Objects.requireNonNull(CURRENT.get(), "a call");
    }

    /** The same call, of which this thread does nothing else but wait for the result: it may be used to send. */
    Call waitedForHere() {
        return new Call(time, deadline, attemptTimeout, freshKey, Thread.currentThread());
    }

    /** Whether this is the thread that waits for the result. */
    boolean isWaitedForHere() {
        return waiting == Thread.currentThread();
    }

    /** The same call, with an idempotency key that nobody can have sent before. */
    Call withFreshKey() {
        return new Call(time, deadline, attemptTimeout, true, waiting);
    }

    /** A call that is a part of this one: not longer, and cancelled with it. */
    Call part(Duration total, Duration attemptTimeout) {
        Duration left = left();
        Duration shorter = total.compareTo(left) < 0 ? total : left;
        Call part = new Call(time, time.nanos() + nanos(shorter), attemptTimeout, false, waiting);
        onCancel(part::cancel);
        return part;
    }

    /** What is left of the time for the whole call; zero or less when it is over. */
    Duration left() {
        return Duration.ofNanos(deadline - time.nanos());
    }

    Duration attemptTimeout() {
        return attemptTimeout;
    }

    synchronized int nextAttempt() {
        return ++attempts;
    }

    synchronized int attempts() {
        return attempts;
    }

    /** Whether no request before this one can have had its idempotency key. */
    boolean isFirstUseOfKey() {
        return freshKey && attempts() <= 1;
    }

    /** Says what to give up when the call is cancelled, in place of what was said before. */
    void onCancel(Runnable giveUp) {
        synchronized (this) {
            if (!cancelled) {
                underWay = giveUp;
                return;
            }
        }
        giveUp.run();
    }

    void cancel() {
        Runnable giveUp;
        synchronized (this) {
            cancelled = true;
            giveUp = underWay;
            underWay = null;
        }
        if (giveUp != null) {
            giveUp.run();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Waits for what nobody else waits for: it is given up with this call, and a timeout when its time is over. */
    <T> CompletableFuture<T> inTime(CompletableFuture<T> awaited, HttpRequest request) {
        onCancel(() -> awaited.cancel(true));
        return awaited.orTimeout(Math.max(1, left().toNanos()), TimeUnit.NANOSECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        Failures.unwrap(failure) instanceof TimeoutException timeout
                                ? Failures.outOfTime(request, timeout)
                                : failure));
    }

    /** Sleeps, unless the call is cancelled. */
    CompletableFuture<Void> sleep(Duration duration) {
        CompletableFuture<Void> sleep = time.sleep(duration);
        onCancel(() -> sleep.cancel(true));
        return sleep.thenRun(() -> {
            if (isCancelled()) {
                throw new CancellationException();
            }
        });
    }

    private static long nanos(Duration duration) {
        // More than a hundred years are too many for a long, and the sum with the time of the machine must fit as well.
        return duration.compareTo(Duration.ofDays(36_500)) < 0
                ? duration.toNanos()
                : Duration.ofDays(36_500).toNanos();
    }
}
