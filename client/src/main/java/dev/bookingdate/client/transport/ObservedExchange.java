package dev.bookingdate.client.transport;

import dev.bookingdate.client.Attempt;
import dev.bookingdate.client.BackfillException;
import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.generated.Transport.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tells of each request what came of it. */
public final class ObservedExchange implements Exchange {
    private final Exchange next;
    private final Events events;
    private final Time time;

    public ObservedExchange(Exchange next, Events events, Time time) {
        this.next = next;
        this.events = events;
        this.time = time;
    }

    @Override
    public CompletableFuture<Answer> send(Call call, Request request) {
        long sent = time.nanos();
        int number = Math.max(1, call.attempts());
        return next.send(call, request)
                .whenComplete((answer, failure) -> events.attempted(attempt(
                        request,
                        number,
                        Duration.ofNanos(time.nanos() - sent),
                        answer,
                        failure == null ? null : Failures.unwrap(failure))));
    }

    private static Attempt attempt(
            Request request, int number, Duration duration, @Nullable Answer answer, @Nullable Throwable failure) {
        int status = 0;
        String requestId = null;
        if (answer != null) {
            status = answer.status();
            requestId = answer.headers().firstValue("Zuora-Request-Id").orElse(null);
        } else if (failure instanceof BackfillException e) {
            status = e.status();
            requestId = e.requestId().orElse(null);
        }
        return new Attempt(
                request.operation(),
                number,
                status,
                duration,
                Optional.ofNullable(requestId),
                Optional.ofNullable(request.headers().get("Zuora-Track-Id")),
                Optional.ofNullable(failure));
    }
}
