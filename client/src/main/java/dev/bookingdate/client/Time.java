package dev.bookingdate.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Time as it passes, which no clock that is set can move, and chance. */
interface Time {

    /** Nanoseconds since some moment. */
    long nanos();

    /** Completes when the time has passed. */
    CompletableFuture<Void> sleep(Duration duration);

    /** From 0 to 1. */
    double random();

    /** The time of the machine; what follows a sleep is run by the executor. */
    static Time system(Executor executor) {
        return new Time() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public CompletableFuture<Void> sleep(Duration duration) {
                return CompletableFuture.runAsync(
                        () -> {},
                        CompletableFuture.delayedExecutor(duration.toNanos(), TimeUnit.NANOSECONDS, executor));
            }

            @Override
            public double random() {
                return ThreadLocalRandom.current().nextDouble();
            }
        };
    }
}
