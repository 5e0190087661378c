package dev.bookingdate.server.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Calls of one kind by several callers: as many as get through, or at a steady rate. */
final class Load {

    static final int CALLERS = 8;

    /** Prepared requests; null when there are no more. */
    interface Requests {
        byte @Nullable [] next(int number);
    }

    /**
     * What came of it.
     *
     * @param millis from the moment at which a call was due until it was answered
     */
    record Result(double perSecond, Samples millis) {}

    private final int port;
    private final int status;
    private final Requests requests;

    /** @param status what every call has to be answered with */
    Load(int port, int status, Requests requests) {
        this.port = port;
        this.status = status;
        this.requests = requests;
    }

    Result asManyAsPossible(double seconds) {
        return run(seconds, 0);
    }

    Result at(double perSecond, double seconds) {
        return run(seconds, perSecond);
    }

    private Result run(double seconds, double perSecond) {
        Samples millis = new Samples();
        AtomicInteger number = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            long begin = System.nanoTime();
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                running.add(CompletableFuture.runAsync(() -> call(begin, seconds, perSecond, number, millis), callers));
            }
            running.forEach(CompletableFuture::join);
            return new Result(millis.count() * 1e9 / (System.nanoTime() - begin), millis);
        } finally {
            callers.shutdown();
        }
    }

    private void call(long begin, double seconds, double perSecond, AtomicInteger number, Samples millis) {
        long end = begin + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        try (KeptConnection connection = new KeptConnection(port)) {
            while (true) {
                int mine = number.getAndIncrement();
                long due = perSecond == 0 ? System.nanoTime() : begin + (long) (mine * 1e9 / perSecond);
                byte[] request = requests.next(mine);
                if (due >= end || request == null) {
                    return;
                }
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                int answered = connection.call(request);
                if (answered != status) {
                    throw new IllegalStateException("answered with " + answered + " instead of " + status);
                }
                millis.add((System.nanoTime() - due) / 1e6);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
