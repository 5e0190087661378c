package dev.bookingdate.client.wait;

import dev.bookingdate.client.BackfillException;
import dev.bookingdate.client.CallInterruptedException;
import dev.bookingdate.client.ConflictException;
import dev.bookingdate.client.JobEnd;
import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.client.operation.CallOptions;
import dev.bookingdate.client.operation.Operations;
import dev.bookingdate.client.operation.Pending;
import dev.bookingdate.client.transport.Call;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a job again and again until it is what was waited for, or the deadline is there.
 *
 * <p>The pause before the next reading is what {@code Retry-After} says, else a tenth of the time that the wait has taken so
 * far, between a tenth of a second and the poll interval, a quarter more or less: what was short is noticed soon, and many
 * waits don't come all at once. A failure that may pass does not end a wait; one that will not pass does, unless a stop is on record.
 */
public final class Wait<T> {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    /** An answer that waited to the last moment would come too late to tell that the stop is on record. */
    private static final Duration MARGIN = Duration.ofSeconds(2);
    /** As much as the service grants. */
    private static final long LONGEST_PREFERENCE = 30;

    private final Executor listeners;
    private final Call call;
    private final String jobId;
    private final Duration deadline;
    private final Function<BackfillJob, @Nullable T> wanted;
    /** The one future of all readings: composed of one another they would keep all that have been. */
    private final CompletableFuture<T> result = new CompletableFuture<>();

    private Operations operations;
    private volatile boolean stopping;
    private volatile boolean recorded;
    private volatile @Nullable BackfillJob lastKnown;
    private volatile @Nullable BackfillException lastFailure;

    private Wait(
            Operations operations,
            Executor listeners,
            String jobId,
            Duration deadline,
            Function<BackfillJob, @Nullable T> wanted) {
        this.operations = operations;
        this.listeners = listeners;
        this.call = operations.call(deadline);
        this.jobId = Operations.named(jobId);
        this.deadline = deadline;
        this.wanted = wanted;
    }

    public static Pending<BackfillJob> untilStarted(
            Operations operations, Executor listeners, String jobId, Duration deadline) {
        return new Wait<>(operations, listeners, jobId, deadline, Wait::started).begin(Wait::read);
    }

    public static Pending<JobEnd> untilEnded(
            Operations operations, Executor listeners, String jobId, Duration deadline) {
        return new Wait<>(operations, listeners, jobId, deadline, Wait::end).begin(Wait::read);
    }

    public static Pending<JobEnd> stopped(Operations operations, Executor listeners, String jobId, Duration deadline) {
        return new Wait<>(operations, listeners, jobId, deadline, Wait::end).begin(Wait::stop);
    }

    private Pending<T> begin(Consumer<Wait<T>> first) {
        return operations.begin(call, this::late, traced -> {
            operations = traced;
            first.accept(this);
            return result;
        });
    }

    private BackfillException late() {
        return stopping && !recorded
                ? Failures.late(operations.options().trackIds().get(), null)
                : Failures.awaitedInVain(jobId, lastKnown, lastFailure);
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
    @SuppressWarnings("FutureReturnValueIgnored") // What comes of it is in the result.
    private void stop() {
        stopping = true;
        long seconds = Math.max(
                0, Math.min(LONGEST_PREFERENCE, call.left().minus(MARGIN).toSeconds()));
        Duration attempt = operations.service().attemptTimeout().plusSeconds(seconds);
        Call part = call.part(operations.options().totalTimeout().plusSeconds(seconds), attempt);
        operations
                .stop(part, jobId, seconds)
                .whenComplete((answer, failure) -> step(() -> {
                    Throwable cause = failure == null ? null : Failures.unwrap(failure);
                    if (cause == null) {
                        recorded = true;
                        look(answer.header("Preference-Applied").isPresent());
                    } else if (cause instanceof ConflictException conflict
                            && conflict.category().orElse("").equals("30")) {
                        // It has ended before: reading tells how.
                        recorded = true;
                        read();
                    } else if (recorded) {
                        failed(cause);
                    } else {
                        result.completeExceptionally(cause);
                    }
                }));
    }

    private void read() {
        look(false);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // As above.
    private void look(boolean stopsAgain) {
        if (call.isCancelled()) {
            result.cancel(false);
            return;
        }
        Call part = call.part(
                operations.options().totalTimeout(), operations.service().attemptTimeout());
        operations
                .get(part, jobId)
                .whenComplete((answer, failure) -> step(() -> {
                    if (failure != null) {
                        failed(Failures.unwrap(failure));
                        return;
                    }
                    BackfillJob job = answer.body();
                    lastKnown = job;
                    lastFailure = null;
                    tell(job, () -> {
                        T found = wanted.apply(job);
                        if (found != null) {
                            result.complete(found);
                        } else if (stopsAgain
                                && Failures.retryAfter(HttpHeaders.of(answer.headers(), (name, value) -> true))
                                        == null) {
                            stop();
                        } else {
                            pause(Failures.retryAfter(HttpHeaders.of(answer.headers(), (name, value) -> true)));
                        }
                    });
                }));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // As above.
    private void tell(BackfillJob job, Runnable then) {
        Consumer<? super BackfillJob> listener = operations.options().progress();
        if (listener == CallOptions.UNWATCHED) {
            then.run();
            return;
        }
        CompletableFuture.runAsync(() -> listener.accept(job), listeners)
                .whenComplete((told, failure) -> step(() -> {
                    if (failure == null) {
                        then.run();
                    } else {
                        result.completeExceptionally(Failures.unwrap(failure));
                    }
                }));
    }

    /** A stop that is on record stays on record: then nothing but the deadline ends the wait. */
    private void failed(Throwable failure) {
        if (failure instanceof BackfillException e
                && (e.isRetryable() || recorded)
                && !(e instanceof CallInterruptedException)) {
            lastFailure = e;
            pause(e.retryAfter().orElse(null));
        } else {
            result.completeExceptionally(failure);
        }
    }

    private void pause(@Nullable Duration asked) {
        Duration left = call.left();
        if (left.isNegative() || left.isZero()) {
            result.completeExceptionally(late());
            return;
        }
        Duration pause = asked == null ? backOff(left) : later(asked);
        if (pause.compareTo(left) < 0) {
            sleep(pause, this::read);
        } else {
            sleep(left, () -> result.completeExceptionally(late()));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // As above.
    private void sleep(Duration pause, Runnable then) {
        call.sleep(pause)
                .whenComplete((slept, failure) -> step(() -> {
                    if (failure == null) {
                        then.run();
                    } else {
                        result.completeExceptionally(Failures.unwrap(failure));
                    }
                }));
    }

    /** Whatever goes wrong in a step ends the wait, and is not lost in a future that nobody asks for. */
    private void step(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    /** Never sooner than the service asks, and up to a quarter later: many that were told the same don't come all at once. */
    private Duration later(Duration asked) {
        return asked.plus(Duration.ofMillis(
                (long) (asked.toMillis() * operations.service().time().random() / 4)));
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
