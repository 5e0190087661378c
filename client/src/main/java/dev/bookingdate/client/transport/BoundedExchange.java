package dev.bookingdate.client.transport;

import dev.bookingdate.client.generated.Transport.Request;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Lets only so many requests be under way at a time; others wait for their turn, without a thread. Ten thousand waits would
 * otherwise open ten thousand connections. What reads waits behind what does not: a stop is not held up by waits.
 */
public final class BoundedExchange implements Exchange {
    private final Exchange next;
    private final Executor executor;
    private final Queue<CompletableFuture<Void>> readings = new ArrayDeque<>();
    private final Queue<CompletableFuture<Void>> others = new ArrayDeque<>();
    private int free;

    public BoundedExchange(Exchange next, int bound, Executor executor) {
        this.next = next;
        this.free = bound;
        this.executor = executor;
    }

    @Override
    public CompletableFuture<Answer> send(Call call, Request request) {
        CompletableFuture<Void> turn = turn(request);
        if (turn == null) {
            return through(call, request);
        }
        return call.inTime(turn, request).thenCompose(granted -> through(call, request));
    }

    private CompletableFuture<Answer> through(Call call, Request request) {
        return next.send(call, request).whenComplete((answer, failure) -> leave());
    }

    /** Returns what to wait for; null if it need not wait. */
    private synchronized @Nullable CompletableFuture<Void> turn(Request request) {
        if (free > 0) {
            free--;
            return null;
        }
        CompletableFuture<Void> turn = new CompletableFuture<>();
        (request.method().equals("GET") ? readings : others).add(turn);
        return turn;
    }

    private void leave() {
        CompletableFuture<Void> turn;
        synchronized (this) {
            turn = others.isEmpty() ? readings.poll() : others.poll();
            if (turn == null) {
                free++;
                return;
            }
        }
        // In another thread: where requests fail at once, each would be called by the one before, to the end of the
        // stack.
        executor.execute(() -> {
            if (!turn.complete(null)) {
                // Cancelled, or out of time.
                leave();
            }
        });
    }
}
