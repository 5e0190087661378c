package dev.bookingdate.client;

import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.generated.ApiResponse;
import dev.bookingdate.client.generated.Transport;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi;
import dev.bookingdate.client.operation.Operations;
import dev.bookingdate.client.operation.Pending;
import dev.bookingdate.client.token.AccessTokens;
import dev.bookingdate.client.token.AuthenticatedExchange;
import dev.bookingdate.client.transport.Alarms;
import dev.bookingdate.client.transport.Answer;
import dev.bookingdate.client.transport.BoundedExchange;
import dev.bookingdate.client.transport.Call;
import dev.bookingdate.client.transport.CompressedExchange;
import dev.bookingdate.client.transport.EnvelopeExchange;
import dev.bookingdate.client.transport.Events;
import dev.bookingdate.client.transport.Exchange;
import dev.bookingdate.client.transport.JdkExchange;
import dev.bookingdate.client.transport.ObservedExchange;
import dev.bookingdate.client.transport.RetryExchange;
import dev.bookingdate.client.transport.Time;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

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
 * <p>A call ends within its total timeout, whatever the service does: each try within the attempt timeout, tries repeated as
 * the {@link RetryPolicy} says. Waits end at the deadline that they are given.
 */
public final class BackfillClient implements AutoCloseable {
    private final JdkExchange transport;
    private final AccessTokens tokens;
    private final Supplier<Call> calls;
    private final BookingDateBackfillApi core;
    private final Jobs jobs;

    BackfillClient(BackfillClientBuilder.Settings settings) {
        Alarms alarms = new Alarms();
        transport = new JdkExchange(
                settings.http(), settings.ownHttp(), settings.baseUrl(), settings.proxyCredentials(), alarms);
        Time time = settings.time();
        Events events = new Events(settings.observer());
        Exchange bounded = new BoundedExchange(transport, settings.concurrentRequests(), settings.own());
        tokens = settings.tokens(new ObservedExchange(new CompressedExchange(bounded, Compression.NONE), events, time));
        Exchange answered = new EnvelopeExchange(new CompressedExchange(bounded, settings.compression()));
        Exchange chain = new RetryExchange(
                new AuthenticatedExchange(new ObservedExchange(answered, events, time), tokens),
                settings.retryPolicy(),
                time,
                events);
        calls = () -> Call.within(time, settings.options().totalTimeout(), settings.attemptTimeout());
        core = new BookingDateBackfillApi(request -> answer(chain, calls.get(), request)
                // Whatever the application adds to it is not run by the threads that bring answers.
                .whenCompleteAsync((answer, failure) -> {}, settings.executor()));
        jobs = new SyncJobs(
                new Operations(
                        new Operations.Service(
                                call -> new BookingDateBackfillApi(request -> answer(chain, call, request)),
                                time,
                                alarms,
                                settings.attemptTimeout(),
                                settings.pollInterval()),
                        settings.options(),
                        true),
                settings.executor());
    }

    /** Never throws, as the generated code asks for: a supplier of tokens or a clock of the application may. */
    private static CompletableFuture<ApiResponse<byte[]>> answer(Exchange chain, Call call, Transport.Request request) {
        CompletableFuture<Answer> answer;
        try {
            answer = chain.send(call, request);
        } catch (RuntimeException | Error e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.thenApply(
                whole -> new ApiResponse<>(whole.status(), whole.headers().map(), whole.body()));
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
     * Gets an access token, unless there is a good one already: shows at once what is wrong with the credentials, for example
     * when an application starts. Need not be called. Tries once, for at most the attempt timeout.
     *
     * @throws AuthenticationException if the service refuses the credentials
     */
    public void authenticate() {
        Call call = calls.get();
        new Pending<>(call, tokens.current(call), () -> Failures.late(null, null)).await();
    }

    /**
     * Returns the core that is generated from the contract, for what the face does not cover. It sends through the same chain:
     * tokens, tries, timeouts, compression and observer are those of the builder. Entity, orgs and track id are not: they are
     * parameters of its requests. A create is repeated only with an idempotency key.
     */
    public BookingDateBackfillApi core() {
        return core;
    }

    /**
     * Makes every later call fail with an {@link IllegalStateException}. On a JDK of version 21 or later it waits for calls that
     * are under way, and leaves neither threads nor connections behind; on earlier ones calls go on, and the JDK gives threads
     * and connections back when they are idle and nothing refers to the client any more. An {@code HttpClient} that the builder
     * was given is left as it is.
     */
    @Override
    public void close() {
        transport.close();
    }
}
