package dev.bookingdate.client;

import dev.bookingdate.client.transport.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Time in which a sleep is over at once, and chance that always gives a half. */
final class FakeTime implements Time {
    private final AtomicLong nanos = new AtomicLong();
    private final List<Duration> slept = new CopyOnWriteArrayList<>();

    List<Duration> slept() {
        return slept;
    }

    Duration passed() {
        return Duration.ofNanos(nanos.get());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public CompletableFuture<Void> sleep(Duration duration) {
        slept.add(duration);
        nanos.addAndGet(duration.toNanos());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public double random() {
        return 0.5;
    }
}
