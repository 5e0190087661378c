package dev.bookingdate.client;

import dev.bookingdate.client.generated.ApiClient;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi;
import java.net.http.HttpClient;

/**
 * Stops, creates, reads and lists booking date backfill jobs.
 *
 * <pre>{@code
 * try (BackfillClient client = BackfillClient.builder()
 *         .baseUrl("https://billing.example.com")
 *         .credentials(clientId, clientSecret)
 *         .build()) {
 *     client.jobs().stop(jobId);
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe; one instance serves a whole application. Access tokens are fetched, kept, renewed before
 * they expire, and renewed once more when the service refuses one. Every failure is a {@link BackfillException}.
 *
 * <p>A call waits for at most the connect timeout and the request timeout of the builder for each request that it sends:
 * usually one, at most five, when tokens have to be fetched and the call repeated. Nothing else is repeated.
 */
public final class BackfillClient implements AutoCloseable {
    private final JdkExchange transport;
    private final Jobs jobs;

    BackfillClient(BackfillClientBuilder.Settings settings) {
        transport = new JdkExchange(settings.http(), settings.requestTimeout());
        Exchange authenticated = new AuthenticatedExchange(transport, settings.tokens(transport));
        HttpClient chain = new CoreHttpClient(new EnvelopeExchange(authenticated), settings.http());
        ApiClient core =
                new ApiClient(
                        ApiClient.createDefaultHttpClientBuilder(),
                        ApiClient.createDefaultObjectMapper(),
                        settings.baseUrl().toString()) {
                    @Override
                    public HttpClient getHttpClient() {
                        return chain;
                    }
                };
        jobs = new Jobs(new BookingDateBackfillApi(core), settings.scope());
    }

    /** Returns a builder; a base URL and a source of tokens are needed, all else has a default. */
    public static BackfillClientBuilder builder() {
        return new BackfillClientBuilder();
    }

    /** Returns the operations on booking date backfill jobs. */
    public Jobs jobs() {
        return jobs;
    }

    /**
     * Makes every later call fail with an {@link IllegalStateException}. Calls that are under way go on. Connections are
     * given back when they have been idle for as long as the JDK keeps them.
     */
    @Override
    public void close() {
        transport.close();
    }
}
