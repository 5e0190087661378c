package dev.bookingdate.client;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Repeats what is worth repeating and safe to repeat, as long as the time of the call lasts. Gives the failure itself, not a
 * timeout, when the wait that the service asks for is longer than the time that is left: there is no use in waiting then.
 */
final class RetryExchange implements Exchange {
    private final Exchange next;
    private final RetryPolicy policy;
    private final Time time;
    private final Events events;

    RetryExchange(Exchange next, RetryPolicy policy, Time time, Events events) {
        this.next = next;
        this.policy = policy;
        this.time = time;
        this.events = events;
    }

    @Override
    public CompletableFuture<HttpResponse<byte[]>> send(Call call, HttpRequest request) {
        return attempt(call, request, 1);
    }

    private CompletableFuture<HttpResponse<byte[]>> attempt(Call call, HttpRequest request, int tries) {
        call.nextAttempt();
        return next.send(call, request).exceptionallyCompose(failure -> {
            Duration delay = Failures.unwrap(failure) instanceof BackfillException e ? delay(e, tries) : null;
            if (delay == null || call.isCancelled() || delay.compareTo(call.left()) >= 0) {
                return CompletableFuture.failedFuture(failure);
            }
            events.repeated(request, tries, delay);
            return call.sleep(delay).thenCompose(slept -> attempt(call, request, tries + 1));
        });
    }

    /** Returns how long to wait before the next try; null if there is to be none. */
    private @Nullable Duration delay(BackfillException failure, int tries) {
        if (!failure.isRetryable() || tries >= policy.maxTries()) {
            return null;
        }
        return failure.retryAfter().orElseGet(() -> policy.delay(tries, time.random()));
    }
}
