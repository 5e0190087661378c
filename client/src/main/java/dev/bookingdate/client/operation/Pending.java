package dev.bookingdate.client.operation;

import dev.bookingdate.client.BackfillException;
import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.transport.Call;
import dev.bookingdate.client.transport.Time;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A call under way: both faces, the one that waits and the one that doesn't, are made of it.
 *
 * @param late what the call fails with when nothing else has ended it in its time
 */
public record Pending<T>(Call call, CompletableFuture<T> result, Supplier<? extends RuntimeException> late) {
    /** Requests and pauses end by themselves, and tell more. This is for what does not: an executor that runs nothing, say. */
    private static final Duration GRACE = Duration.ofMillis(250);

    public <U> Pending<U> map(Function<T, U> mapping) {
        return new Pending<>(call, result.thenApply(mapping), late);
    }

    /** Waits for the result. Gives the call up when the thread is interrupted. */
    public T await() {
        try {
            return result.get(limit().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            call.cancel();
            throw Failures.interrupted(e);
        } catch (TimeoutException e) {
            call.cancel();
            throw late.get();
        } catch (ExecutionException e) {
            Throwable cause = Failures.unwrap(e);
            if (cause instanceof BackfillException failure) {
                throw thrownHere(failure);
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            if (cause instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("The call failed in a way that the client does not know", cause);
        }
    }

    /**
     * The same, with the stack of this thread: where a call went wrong is a thread of the network, what a reader wants to know is who
     * called. One that was thrown before, by a call that a listener made, say, keeps the stack that it has.
     */
    private static BackfillException thrownHere(BackfillException failure) {
        boolean thrown = Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Pending.class.getName())
                        && frame.getMethodName().equals("thrownHere"));
        if (!thrown) {
            failure.fillInStackTrace();
        }
        return failure;
    }

    /** Gives the result to the application's threads; however else the future ends, by a cancel or a timeout, it gives the call up. */
    @SuppressWarnings(
            "FutureReturnValueIgnored") // Neither stage can fail but by its executor, and nobody asks for them.
    public CompletableFuture<T> handOver(Executor executor) {
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
        Time.limit(handed, limit(), () -> handed.completeExceptionally(late.get()));
        handed.whenComplete((value, failure) -> {
            if (!result.isDone()) {
                call.cancel();
            }
        });
        return handed;
    }

    private Duration limit() {
        Duration left = call.left();
        return left.isNegative() ? GRACE : left.plus(GRACE);
    }
}
