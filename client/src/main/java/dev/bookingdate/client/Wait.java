package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a job again and again until it is what was waited for, or the deadline is there.
 *
 * <p>The pause before the next reading is what {@code Retry-After} says, else a tenth of the time that the wait has taken so
 * far, between a tenth of a second and the poll interval, a quarter more or less: what was short is noticed soon, and many
 * waits don't come all at once. A failure that may pass does not end a wait; one that will not pass does.
 */
final class Wait<T> {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    /** An answer that waited to the last moment would come too late to tell that the stop is on record. */
    private static final Duration MARGIN = Duration.ofSeconds(2);
    /** As much as the service grants. */
    private static final long LONGEST_PREFERENCE = 30;

    private final Operations operations;
    private final Executor listeners;
    private final Call call;
    private final String jobId;
    private final Duration deadline;
    private final Function<BackfillJob, @Nullable T> wanted;
    private volatile @Nullable BackfillJob lastKnown;

    private Wait(
            Operations operations,
            Executor listeners,
            String jobId,
            Duration deadline,
            Function<BackfillJob, @Nullable T> wanted) {
        this.operations = operations.traced();
        this.listeners = listeners;
        this.call = operations.call(deadline);
        this.jobId = Objects.requireNonNull(jobId, "jobId");
        this.deadline = deadline;
        this.wanted = wanted;
    }

    static Pending<BackfillJob> untilStarted(
            Operations operations, Executor listeners, String jobId, Duration deadline) {
        Wait<BackfillJob> wait = new Wait<>(operations, listeners, jobId, deadline, Wait::started);
        return new Pending<>(wait.call, wait.read());
    }

    static Pending<JobEnd> untilEnded(Operations operations, Executor listeners, String jobId, Duration deadline) {
        Wait<JobEnd> wait = new Wait<>(operations, listeners, jobId, deadline, Wait::end);
        return new Pending<>(wait.call, wait.read());
    }

    static Pending<JobEnd> stopped(Operations operations, Executor listeners, String jobId, Duration deadline) {
        Wait<JobEnd> wait = new Wait<>(operations, listeners, jobId, deadline, Wait::end);
        return new Pending<>(wait.call, wait.stop());
    }

    private static @Nullable BackfillJob started(BackfillJob job) {
        // A value that is not known may be one before the start as well as one after it.
        return JobStatus.PROCESSING.equals(job.getStatus()) || end(job) != null ? job : null;
    }

    private static @Nullable JobEnd end(BackfillJob job) {
        if (JobStatus.STOPPED.equals(job.getStatus())) {
            return new JobEnd.Stopped(job);
        }
        if (JobStatus.COMPLETED.equals(job.getStatus())) {
            return new JobEnd.Completed(job);
        }
        return JobStatus.FAILED.equals(job.getStatus()) ? new JobEnd.Failed(job) : null;
    }

    /** Asks for the stop, and has the answer wait; asks again as long as the service does wait, else reads. */
    @SuppressWarnings("FutureReturnValueIgnored") // It is composed in the next line.
    private CompletableFuture<T> stop() {
        long seconds = Math.max(
                0, Math.min(LONGEST_PREFERENCE, call.left().minus(MARGIN).toSeconds()));
        Duration attempt = operations.service().attemptTimeout().plusSeconds(seconds);
        Call part = call.part(operations.options().totalTimeout().plusSeconds(seconds), attempt);
        return operations
                .stop(part, jobId, seconds)
                .<CompletableFuture<T>>handle((answer, failure) -> {
                    if (failure == null) {
                        boolean waited = answer.waited();
                        return look(() -> waited ? stop() : pause(null, null));
                    }
                    // It has ended before: reading tells how.
                    return Failures.unwrap(failure) instanceof ConflictException conflict
                                    && conflict.category().orElse("").equals("30")
                            ? read()
                            : CompletableFuture.failedFuture(failure);
                })
                .thenCompose(result -> result);
    }

    private CompletableFuture<T> read() {
        return look(() -> pause(null, null));
    }

    private interface Otherwise<T> {
        CompletableFuture<T> run();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // As above.
    private CompletableFuture<T> look(Otherwise<T> otherwise) {
        if (call.isCancelled()) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        Call part = call.part(
                operations.options().totalTimeout(), operations.service().attemptTimeout());
        return operations
                .get(part, jobId)
                .<CompletableFuture<T>>handle((answer, failure) -> {
                    if (failure != null) {
                        return failed(Failures.unwrap(failure));
                    }
                    lastKnown = answer.body();
                    Duration retryAfter = answer.retryAfter();
                    return CompletableFuture.runAsync(
                                    () -> operations.options().progress().accept(answer.body()), listeners)
                            .thenCompose(told -> {
                                T result = wanted.apply(answer.body());
                                if (result != null) {
                                    return CompletableFuture.completedFuture(result);
                                }
                                return retryAfter == null ? otherwise.run() : pause(retryAfter, null);
                            });
                })
                .thenCompose(result -> result);
    }

    private CompletableFuture<T> failed(Throwable failure) {
        return failure instanceof BackfillException passing && passing.isRetryable()
                ? pause(passing.retryAfter().orElse(null), passing)
                : CompletableFuture.failedFuture(failure);
    }

    private CompletableFuture<T> pause(@Nullable Duration asked, @Nullable BackfillException failure) {
        Duration left = call.left();
        if (left.isNegative() || left.isZero()) {
            return CompletableFuture.failedFuture(Failures.awaitedInVain(jobId, lastKnown, failure));
        }
        Duration pause = asked == null ? backOff(left) : asked;
        if (pause.compareTo(left) >= 0) {
            return call.sleep(left)
                    .thenCompose(
                            slept -> CompletableFuture.failedFuture(Failures.awaitedInVain(jobId, lastKnown, failure)));
        }
        return call.sleep(pause).thenCompose(slept -> read());
    }

    private Duration backOff(Duration left) {
        Duration tenth = deadline.minus(left).dividedBy(10);
        Duration longest = operations.service().pollInterval();
        Duration pause = tenth.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : tenth;
        pause = pause.compareTo(longest) > 0 ? longest : pause;
        double jitter = 0.75 + operations.service().time().random() / 2;
        return Duration.ofNanos((long) (pause.toNanos() * jitter));
    }
}
