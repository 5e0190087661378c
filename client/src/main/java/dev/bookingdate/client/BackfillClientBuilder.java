package dev.bookingdate.client;

import dev.bookingdate.client.operation.CallOptions;
import dev.bookingdate.client.token.AccessTokens;
import dev.bookingdate.client.token.CachedTokens;
import dev.bookingdate.client.token.SuppliedTokens;
import dev.bookingdate.client.token.TokenEndpoint;
import dev.bookingdate.client.transport.Call;
import dev.bookingdate.client.transport.Credentials;
import dev.bookingdate.client.transport.Exchange;
import dev.bookingdate.client.transport.Time;
import dev.bookingdate.client.transport.UserExecutor;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Says how a {@link BackfillClient} reaches the service, and for whom. Not thread-safe. */
public final class BackfillClientBuilder {
    private @Nullable URI baseUrl;
    private @Nullable Credentials credentials;
    private @Nullable Supplier<String> accessToken;
    private @Nullable String entityId;
    private @Nullable String orgIds;
    private @Nullable Duration connectTimeout;
    private Duration attemptTimeout = Duration.ofSeconds(30);
    private Duration totalTimeout = Duration.ofMinutes(2);
    private Duration pollInterval = Duration.ofSeconds(5);
    private int concurrentRequests = 64;
    private RetryPolicy retryPolicy = RetryPolicy.standard();
    private Compression compression = Compression.RESPONSES;
    private Supplier<@Nullable String> trackIds = () -> null;
    private CallObserver observer = attempt -> {};
    private @Nullable HttpClient httpClient;
    private @Nullable ProxySelector proxy;
    private @Nullable Credentials proxyCredentials;
    private @Nullable SSLContext sslContext;
    private @Nullable Executor executor;
    private Clock clock = Clock.systemUTC();
    private @Nullable Time time;

    BackfillClientBuilder() {}

    /**
     * Sets where the service is, for example {@code https://billing.example.com}; a path is kept as a prefix.
     *
     * @throws IllegalArgumentException as {@link #baseUrl(URI)}
     */
    public BackfillClientBuilder baseUrl(String baseUrl) {
        return baseUrl(BaseUrl.parse(baseUrl));
    }

    /**
     * Sets where the service is, for example {@code https://billing.example.com}; a path is kept as a prefix. The host may be an
     * internationalised one.
     *
     * @throws IllegalArgumentException unless it is an http or https URL with a host, and without user, query and fragment
     */
    public BackfillClientBuilder baseUrl(URI baseUrl) {
        this.baseUrl = BaseUrl.of(baseUrl);
        return this;
    }

    /** Sets the OAuth client, with whose id and secret the client gets access tokens by createToken. */
    public BackfillClientBuilder credentials(String clientId, String clientSecret) {
        this.credentials = new Credentials(clientId, clientSecret);
        return this;
    }

    /**
     * Sets where access tokens come from instead: asked before each try, and once more when the service has refused the token; the call
     * is then repeated if the token is another one. Asked in the thread that makes the call and waits, else in one of the executor. When
     * it has not returned within the total timeout, the call ends, and the thread that waits is interrupted.
     */
    public BackfillClientBuilder accessToken(Supplier<String> accessToken) {
        this.accessToken = Objects.requireNonNull(accessToken);
        return this;
    }

    /** Sets the one entity of all calls. Needed when the token is valid for several, refused when it is valid for one. */
    public BackfillClientBuilder entityId(String entityId) {
        this.entityId = Objects.requireNonNull(entityId);
        return this;
    }

    /** Sets the orgs of all calls, with Multi-Org. By default these are all orgs that the caller may access. */
    public BackfillClientBuilder orgIds(String... orgIds) {
        this.orgIds = joined(orgIds);
        return this;
    }

    /** Sets how long to wait for a connection; 5 seconds by default. */
    public BackfillClientBuilder connectTimeout(Duration connectTimeout) {
        this.connectTimeout = positive(connectTimeout);
        return this;
    }

    /** Sets how long to wait for the whole answer to one request, connection included; 30 seconds by default. */
    public BackfillClientBuilder attemptTimeout(Duration attemptTimeout) {
        this.attemptTimeout = positive(attemptTimeout);
        return this;
    }

    /**
     * Sets how long a call may take in all, with tokens, tries and the pauses between them; 2 minutes by default. Waits have
     * deadlines of their own, and this bounds each of their readings.
     */
    public BackfillClientBuilder totalTimeout(Duration totalTimeout) {
        this.totalTimeout = positive(totalTimeout);
        return this;
    }

    /** Sets the longest pause between two readings of a wait; 5 seconds by default. They begin with a tenth of a second. */
    public BackfillClientBuilder pollInterval(Duration pollInterval) {
        this.pollInterval = positive(pollInterval);
        return this;
    }

    /**
     * Sets how many requests may be under way at a time, 64 by default. Others wait for their turn within their total timeout,
     * those that read behind those that stop or create.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public BackfillClientBuilder concurrentRequests(int concurrentRequests) {
        if (concurrentRequests < 1) {
            throw new IllegalArgumentException("At least one request must be possible: " + concurrentRequests);
        }
        this.concurrentRequests = concurrentRequests;
        return this;
    }

    /** Sets how often a call is tried; {@link RetryPolicy#standard()} by default. */
    public BackfillClientBuilder retryPolicy(RetryPolicy retryPolicy) {
        this.retryPolicy = Objects.requireNonNull(retryPolicy);
        return this;
    }

    /** Sets which bodies travel compressed; {@link Compression#RESPONSES} by default. */
    public BackfillClientBuilder compression(Compression compression) {
        this.compression = Objects.requireNonNull(compression);
        return this;
    }

    /** Sets where the track id of each call comes from, that has no other by {@link Jobs#withTrackId}; none by default. */
    public BackfillClientBuilder trackIds(Supplier<String> trackIds) {
        this.trackIds = Objects.requireNonNull(trackIds);
        return this;
    }

    /** Sets who is told of each request that is sent. */
    public BackfillClientBuilder observer(CallObserver observer) {
        this.observer = Objects.requireNonNull(observer);
        return this;
    }

    /**
     * Sets the HTTP client to send with, in place of one of its own; it is not closed with this client.
     *
     * @throws IllegalArgumentException if it follows redirects: the access token would go to whatever they name
     */
    public BackfillClientBuilder httpClient(HttpClient httpClient) {
        if (httpClient.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "The HTTP client must not follow redirects: the access token would go along");
        }
        this.httpClient = httpClient;
        return this;
    }

    /** Sets the proxies to go through; by default those that the JDK is told by its system properties. */
    public BackfillClientBuilder proxy(ProxySelector proxy) {
        this.proxy = Objects.requireNonNull(proxy);
        return this;
    }

    /**
     * Sets with what the client tells the proxies who it is, by the Basic scheme. For an https service the JDK does so only if the
     * system property {@code jdk.http.auth.tunneling.disabledSchemes} is empty when its HTTP client is first used.
     */
    public BackfillClientBuilder proxyCredentials(String user, String password) {
        this.proxyCredentials = new Credentials(user, password);
        return this;
    }

    /** Sets whose certificates are trusted, and what the client shows of itself; the JDK's default by default. */
    public BackfillClientBuilder sslContext(SSLContext sslContext) {
        this.sslContext = Objects.requireNonNull(sslContext);
        return this;
    }

    /**
     * Sets who runs listeners, suppliers of tokens, and what follows a future. By default it is the JDK's common pool; on a machine
     * of two processors or fewer, where the JDK would start a thread for each, a pool of two threads. That pool also runs what the
     * executor rejects.
     */
    public BackfillClientBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor);
        return this;
    }

    /** Sets the clock by which access tokens expire; the system's by default. */
    public BackfillClientBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock);
        return this;
    }

    /** For tests: time that passes when they say so. */
    BackfillClientBuilder time(Time time) {
        this.time = time;
        return this;
    }

    /**
     * Builds the client. Sends nothing yet: wrong credentials show with the first call.
     *
     * @throws IllegalStateException unless there are a base URL and either credentials or a source of access tokens
     */
    public BackfillClient build() {
        if (baseUrl == null) {
            throw new IllegalStateException("A base URL is needed");
        }
        if ((credentials == null) == (accessToken == null)) {
            throw new IllegalStateException("Either credentials or a source of access tokens is needed");
        }
        boolean ownHttp = httpClient == null;
        if (!ownHttp && (connectTimeout != null || proxy != null || sslContext != null)) {
            throw new IllegalStateException(
                    "Connect timeout, proxy and TLS are those of the HTTP client, when one is given");
        }
        Executor own = background();
        return new BackfillClient(new Settings(
                baseUrl,
                credentials,
                accessToken,
                new CallOptions(entityId, orgIds, trackIds, totalTimeout, CallOptions.UNWATCHED, null),
                httpClient == null ? http(baseUrl) : httpClient,
                ownHttp,
                proxyCredentials,
                attemptTimeout,
                pollInterval,
                concurrentRequests,
                retryPolicy,
                compression,
                observer,
                own,
                executor == null ? own : new UserExecutor(executor, own),
                clock,
                time == null ? Time.system(own) : time));
    }

    private HttpClient http(URI baseUrl) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(connectTimeout == null ? Duration.ofSeconds(5) : connectTimeout)
                .executor(answers())
                // Without TLS the JDK would ask for an upgrade to HTTP/2 with each request, which some gateways refuse.
                .version(
                        "https".equalsIgnoreCase(baseUrl.getScheme())
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1);
        if (proxy != null) {
            builder.proxy(proxy);
        }
        if (sslContext != null) {
            builder.sslContext(sslContext);
        }
        return builder.build();
    }

    /** The threads that bring answers: a handful, since nothing waits in them, and none when there is nothing to do. */
    private static Executor answers() {
        return pool(
                "bookingdate-client-",
                Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors())));
    }

    /** For what follows pauses and turns, and, unless the application has an executor, for what may wait: a listener may make calls. */
    private static Executor background() {
        return ForkJoinPool.getCommonPoolParallelism() > 1
                ? ForkJoinPool.commonPool()
                : pool("bookingdate-client-background-", 2);
    }

    /** First come, first served; makes up for threads that wait in it. Its threads end when they are idle. */
    private static ForkJoinPool pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        return new ForkJoinPool(
                threads,
                pool -> {
                    ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
                    thread.setName(name + number.incrementAndGet());
                    return thread;
                },
                null,
                true,
                0,
                256,
                1,
                null,
                5,
                TimeUnit.SECONDS);
    }

    static @Nullable String joined(String... orgIds) {
        return orgIds.length == 0 ? null : String.join(",", List.of(orgIds));
    }

    static Duration positive(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("A timeout must be longer than nothing: " + timeout);
        }
        return Time.countable(timeout);
    }

    /** What the builder has gathered. */
    record Settings(
            URI baseUrl,
            @Nullable Credentials credentials,
            @Nullable Supplier<String> accessToken,
            CallOptions options,
            HttpClient http,
            boolean ownHttp,
            @Nullable Credentials proxyCredentials,
            Duration attemptTimeout,
            Duration pollInterval,
            int concurrentRequests,
            RetryPolicy retryPolicy,
            Compression compression,
            CallObserver observer,
            Executor own,
            Executor executor,
            Clock clock,
            Time time) {

        AccessTokens tokens(Exchange transport) {
            if (credentials == null) {
                return new SuppliedTokens(Objects.requireNonNull(accessToken), executor);
            }
            return new CachedTokens(
                    new TokenEndpoint(
                            transport,
                            // One try, which ends by its own timeout: the total one is that of the call that needs the
                            // token.
                            () -> Call.within(time, attemptTimeout.multipliedBy(2), attemptTimeout),
                            credentials,
                            clock),
                    clock);
        }
    }
}
