package dev.bookingdate.client.transport;

import dev.bookingdate.client.errors.Envelope;
import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.generated.Transport.Request;
import java.util.concurrent.CompletableFuture;

/**
 * Lets through only what is a success in both respects, status and envelope; all else becomes an exception. Some servers
 * of this API family answer failures with 200 and {@code success: false}, and gateways answer 200 with a page.
 */
public final class EnvelopeExchange implements Exchange {
    private final Exchange next;

    public EnvelopeExchange(Exchange next) {
        this.next = next;
    }

    @Override
    public CompletableFuture<Answer> send(Call call, Request request) {
        return next.send(call, request)
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(Failures.withoutAnswer(request, failure)))
                .thenApply(answer -> {
                    if (answer.isSuccess() && Envelope.isSuccess(answer.body())) {
                        return answer;
                    }
                    throw Failures.of(call, request, answer);
                });
    }
}
