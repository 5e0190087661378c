package dev.bookingdate.client.transport;

import dev.bookingdate.client.generated.Transport.Request;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a request and gives the whole answer, without waiting for it. Each concern of the client is one decorator of this.
 *
 * <p>Never throws: whatever goes wrong is in the future.
 */
@FunctionalInterface
public interface Exchange {
    CompletableFuture<Answer> send(Call call, Request request);
}
