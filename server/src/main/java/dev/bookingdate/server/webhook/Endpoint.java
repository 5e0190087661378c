package dev.bookingdate.server.webhook;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends deliveries over HTTP. The headers are those of the Standard Webhooks specification. */
final class Endpoint {

    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    private final Clock clock;
    private final Duration timeout;
    private @Nullable HttpClient client;

    Endpoint(Clock clock, Duration timeout) {
        this.clock = clock;
        this.timeout = timeout;
    }

    /** The status of the answer. A redirect is one, and is not followed: its target has not been chosen by the operator. */
    CompletableFuture<Integer> send(Delivery delivery) {
        long now = clock.instant().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(delivery.url())
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("User-Agent", "booking-date-backfill")
                .header(ID, delivery.id().toString())
                .header(TIMESTAMP, Long.toString(now))
                .header(SIGNATURE, delivery.secret().sign(delivery.id(), now, delivery.body()))
                .POST(BodyPublishers.ofString(delivery.body()))
                .build();
        return client().sendAsync(request, answer -> new Unread())
                .thenApply(HttpResponse::statusCode)
                // The client's own timeout does not count what comes before the request, such as a slow name server.
                .orTimeout(timeout.toMillis() * 3 / 2, TimeUnit.MILLISECONDS);
    }

    /** Made for the first delivery: most servers have none. */
    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(timeout)
                    .build();
        }
        return client;
    }

    /** Nobody reads the body of an answer, which may have no end. */
    private static final class Unread implements BodySubscriber<Void> {

        @Override
        public CompletionStage<Void> getBody() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> item) {}

        @Override
        public void onError(Throwable throwable) {}

        @Override
        public void onComplete() {}
    }
}
