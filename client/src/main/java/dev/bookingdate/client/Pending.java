package dev.bookingdate.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** A call under way: both faces, the one that waits and the one that doesn't, are made of it. */
record Pending<T>(Call call, CompletableFuture<T> result) {

    /** Waits for the result. Gives the call up when the thread is interrupted. */
    T await() {
        try {
            return result.get();
        } catch (InterruptedException e) {
            call.cancel();
            throw Failures.interrupted(e);
        } catch (ExecutionException e) {
            Throwable cause = Failures.unwrap(e);
            if (cause instanceof RuntimeException failure) {
                // Where it went wrong is a thread of the network; what a reader wants to know is who called.
                failure.fillInStackTrace();
                throw failure;
            }
            throw new IllegalStateException("The call failed in a way that the client does not know", cause);
        }
    }

    /** Gives the result to other threads than those that bring answers; cancelling it gives the call up. */
    @SuppressWarnings(
            "FutureReturnValueIgnored") // Neither stage can fail but by its executor, and nobody asks for them.
    CompletableFuture<T> handOver(Executor executor) {
        CompletableFuture<T> handed = new CompletableFuture<>();
        result.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        handed.complete(value);
                    } else {
                        handed.completeExceptionally(Failures.unwrap(failure));
                    }
                },
                executor);
        handed.whenComplete((value, failure) -> {
            if (handed.isCancelled()) {
                call.cancel();
            }
        });
        return handed;
    }
}
