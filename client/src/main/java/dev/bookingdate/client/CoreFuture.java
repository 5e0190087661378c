package dev.bookingdate.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A future that says who runs its asynchronous stages. The generated core adds one to each answer, which the JDK would run in its
 * common pool, and on a machine of two processors or fewer in a thread of its own.
 */
final class CoreFuture<T> extends CompletableFuture<T> {
    private final Executor executor;

    private CoreFuture(Executor executor) {
        this.executor = executor;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Neither line of it can fail.
    static <T> CompletableFuture<T> of(CompletableFuture<T> answer, Executor executor) {
        CoreFuture<T> future = new CoreFuture<>(executor);
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                future.complete(value);
            } else {
                future.completeExceptionally(failure);
            }
        });
        return future;
    }

    @Override
    public Executor defaultExecutor() {
        return executor;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CoreFuture<>(executor);
    }
}
