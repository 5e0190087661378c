package dev.bookingdate.client.transport;

import dev.bookingdate.client.RetryPolicy;
import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.generated.Transport.Request;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call of the user, with all that it sends: until when it has to be done, how often it has tried, and what to give up
 * when it is cancelled.
 */
public final class Call {
    private final Time time;
    private final long deadline;
    private final Duration attemptTimeout;
    private final boolean freshKey;
    private final @Nullable Thread waiting;
    private final @Nullable RetryPolicy retryPolicy;
    private int attempts;
    private boolean cancelled;
    private @Nullable Runnable underWay;

    private Call(
            Time time,
            long deadline,
            Duration attemptTimeout,
            boolean freshKey,
            @Nullable Thread waiting,
            @Nullable RetryPolicy retryPolicy) {
        this.time = time;
        this.deadline = deadline;
        this.attemptTimeout = attemptTimeout;
        this.freshKey = freshKey;
        this.waiting = waiting;
        this.retryPolicy = retryPolicy;
    }

    public static Call within(Time time, Duration total, Duration attemptTimeout) {
        return new Call(
                time,
                time.nanos() + Time.countable(total).toNanos(),
                Time.countable(attemptTimeout),
                false,
                null,
                null);
    }

    /** The same call, of which this thread does nothing else but wait for the result: it may be used to send. */
    public Call waitedForHere() {
        return new Call(time, deadline, attemptTimeout, freshKey, Thread.currentThread(), retryPolicy);
    }

    /** Whether this is the thread that waits for the result. */
    public boolean isWaitedForHere() {
        return waiting == Thread.currentThread();
    }

    /** The same call, repeated as this policy says in place of that of the client. */
    public Call repeatedAs(@Nullable RetryPolicy policy) {
        return new Call(time, deadline, attemptTimeout, freshKey, waiting, policy);
    }

    @Nullable
    RetryPolicy retryPolicy() {
        return retryPolicy;
    }

    /** The same call, with an idempotency key that nobody can have sent before. */
    public Call withFreshKey() {
        return new Call(time, deadline, attemptTimeout, true, waiting, retryPolicy);
    }

    /** A call that is a part of this one: not longer, and cancelled with it. */
    public Call part(Duration total, Duration attemptTimeout) {
        Duration left = left();
        Duration shorter = total.compareTo(left) < 0 ? total : left;
        Call part = new Call(time, time.nanos() + shorter.toNanos(), attemptTimeout, false, waiting, retryPolicy);
        onCancel(part::cancel);
        return part;
    }

    /** What is left of the time for the whole call; zero or less when it is over. */
    public Duration left() {
        return Duration.ofNanos(deadline - time.nanos());
    }

    /** Nanoseconds since some moment. */
    public long now() {
        return time.nanos();
    }

    public Duration attemptTimeout() {
        return attemptTimeout;
    }

    public synchronized int nextAttempt() {
        return ++attempts;
    }

    public synchronized int attempts() {
        return attempts;
    }

    /** Whether no request before this one can have had its idempotency key. */
    public boolean isFirstUseOfKey() {
        return freshKey && attempts() <= 1;
    }

    /** Says what to give up when the call is cancelled, in place of what was said before. */
    public void onCancel(Runnable giveUp) {
        synchronized (this) {
            if (!cancelled) {
                underWay = giveUp;
                return;
            }
        }
        giveUp.run();
    }

    public void cancel() {
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

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Waits for what nobody else waits for: it is given up with this call, and a timeout when its time is over. */
    public <T> CompletableFuture<T> inTime(CompletableFuture<T> awaited, Request request) {
        onCancel(() -> awaited.cancel(true));
        Duration left = left();
        Time.limit(
                awaited,
                left.isNegative() ? Duration.ZERO : left,
                () -> awaited.completeExceptionally(Failures.outOfTime(request, null)));
        return awaited;
    }

    /** Sleeps, unless the call is cancelled. */
    public CompletableFuture<Void> sleep(Duration duration) {
        CompletableFuture<Void> sleep = time.sleep(duration);
        onCancel(() -> sleep.cancel(true));
        return sleep.thenRun(() -> {
            if (isCancelled()) {
                throw new CancellationException();
            }
        });
    }
}
