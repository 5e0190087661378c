package dev.bookingdate.client.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Time as it passes, which no clock that is set can move, and chance. */
public interface Time {
    /** More than a hundred years are too many for a long, and the sum with the time of the machine must fit as well. */
    Duration LONGEST = Duration.ofDays(36_500);

    /** Nanoseconds since some moment. */
    long nanos();

    /** Completes when the time has passed. */
    CompletableFuture<Void> sleep(Duration duration);

    /** From 0 to 1. */
    double random();

    /** The same, or as long as can be counted. */
    static Duration countable(Duration duration) {
        return duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
    }

    /**
     * Does something about a future that has not ended in time. Not by {@code orTimeout}: until JDK 20 that keeps its timer, and all that
     * hangs on it, when the future fails before; and the one thread of all the timers would run what follows.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // Neither stage can fail.
    static void limit(CompletableFuture<?> future, Duration limit, Runnable late) {
        if (future.isDone()) {
            return;
        }
        CompletableFuture<Boolean> timer =
                new CompletableFuture<Boolean>().completeOnTimeout(true, limit.toNanos(), TimeUnit.NANOSECONDS);
        timer.thenAccept(over -> {
            if (over) {
                timer.defaultExecutor().execute(late);
            }
        });
        future.whenComplete((value, failure) -> timer.complete(false));
    }

    /** The time of the machine; what follows a sleep is run by the executor. */
    static Time system(Executor executor) {
        return new Time() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            @SuppressWarnings("FutureReturnValueIgnored") // It can't fail.
            public CompletableFuture<Void> sleep(Duration duration) {
                CompletableFuture<Void> over =
                        new CompletableFuture<Void>().completeOnTimeout(null, duration.toNanos(), TimeUnit.NANOSECONDS);
                CompletableFuture<Void> sleep = over.thenRunAsync(() -> {}, executor);
                // Of a sleep that is cancelled no timer is left.
                sleep.whenComplete((slept, failure) -> over.complete(null));
                return sleep;
            }

            @Override
            public double random() {
                return ThreadLocalRandom.current().nextDouble();
            }
        };
    }
}
