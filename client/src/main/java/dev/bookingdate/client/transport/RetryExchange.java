package dev.bookingdate.client.transport;

import dev.bookingdate.client.BackfillException;
import dev.bookingdate.client.RetryPolicy;
import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.generated.Transport.Request;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Repeats what is worth repeating and safe to repeat, as long as the time of the call and the budget of the client last. Gives the
 * failure itself, not a timeout, when the wait that the service asks for is longer than the time that is left: there is no use in
 * waiting then.
 */
public final class RetryExchange implements Exchange {
    private final Exchange next;
    private final RetryPolicy policy;
    private final Time time;
    private final Events events;
    private final RetryBudget budget = new RetryBudget();

    public RetryExchange(Exchange next, RetryPolicy policy, Time time, Events events) {
        this.next = next;
        this.policy = policy;
        this.time = time;
        this.events = events;
    }

    @Override
    public CompletableFuture<Answer> send(Call call, Request request) {
        return attempt(call, request, 1);
    }

    private CompletableFuture<Answer> attempt(Call call, Request request, int tries) {
        call.nextAttempt();
        return next.send(call, request)
                .thenApply(answer -> {
                    budget.giveBack(tries > 1);
                    return answer;
                })
                .exceptionallyCompose(failure -> {
                    Duration delay = Failures.unwrap(failure) instanceof BackfillException e
                            ? delay(policy(call), e, tries, call.left())
                            : null;
                    // A stop is worth whatever it takes.
                    if (delay == null
                            || call.isCancelled()
                            || (!request.method().equals("PUT") && !budget.take())) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    events.repeated(request, tries, delay);
                    return call.sleep(delay).thenCompose(slept -> attempt(call, request, tries + 1));
                });
    }

    private RetryPolicy policy(Call call) {
        RetryPolicy own = call.retryPolicy();
        return own == null ? policy : own;
    }

    /** Returns how long to wait before the next try; null if there is to be none. */
    private @Nullable Duration delay(RetryPolicy policy, BackfillException failure, int tries, Duration left) {
        if (!failure.isRetryable() || tries >= policy.maxTries()) {
            return null;
        }
        Duration backOff = delay(policy, tries, time.random());
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        // All that were told the same do not come back at the same moment.
        Duration delay = asked.plus(backOff);
        if (delay.compareTo(left) >= 0 && failure.retryAfter().isPresent()) {
            delay = asked;
        }
        return delay.compareTo(left) < 0 ? delay : null;
    }

    /** Returns the pause after the n-th try: a share of the longest one, which doubles with each try. */
    public static Duration delay(RetryPolicy policy, int tries, double share) {
        long base = policy.baseDelay().toNanos();
        int doublings = Math.min(tries - 1, Long.numberOfLeadingZeros(base) - 1);
        long longest = Math.min(policy.maxDelay().toNanos(), base << doublings);
        return Duration.ofNanos((long) (longest * share));
    }
}
