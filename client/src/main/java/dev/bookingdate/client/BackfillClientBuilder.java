package dev.bookingdate.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says how a {@link BackfillClient} reaches the service, and for whom. Not thread-safe. */
public final class BackfillClientBuilder {
    private @Nullable URI baseUrl;
    private @Nullable Credentials credentials;
    private @Nullable Supplier<String> accessToken;
    private @Nullable String entityId;
    private @Nullable String orgIds;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Clock clock = Clock.systemUTC();

    BackfillClientBuilder() {}

    /** Sets where the service is, for example {@code https://billing.example.com}; a path is kept as a prefix. */
    public BackfillClientBuilder baseUrl(String baseUrl) {
        return baseUrl(URI.create(baseUrl));
    }

    /**
     * Sets where the service is, for example {@code https://billing.example.com}; a path is kept as a prefix.
     *
     * @throws IllegalArgumentException unless it is an http or https URL with a host, and without user, query and fragment
     */
    public BackfillClientBuilder baseUrl(URI baseUrl) {
        boolean web = "http".equalsIgnoreCase(baseUrl.getScheme()) || "https".equalsIgnoreCase(baseUrl.getScheme());
        // Does not quote the value: a user part may hold a password.
        if (!web || baseUrl.getHost() == null || baseUrl.getRawUserInfo() != null) {
            throw new IllegalArgumentException("The base URL must be http or https, with a host and without a user");
        }
        if (baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
            throw new IllegalArgumentException("The base URL must have neither query nor fragment");
        }
        this.baseUrl = URI.create(baseUrl.toString().replaceFirst("/+$", ""));
        return this;
    }

    /** Sets the OAuth client, with whose id and secret the client gets access tokens by createToken. */
    public BackfillClientBuilder credentials(String clientId, String clientSecret) {
        this.credentials = new Credentials(clientId, clientSecret);
        return this;
    }

    /**
     * Sets where access tokens come from instead: asked before each request, and once more when the service has refused
     * the token; the call is then repeated if the token is another one.
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
        this.orgIds = orgIds.length == 0 ? null : String.join(",", List.of(orgIds));
        return this;
    }

    /** Sets how long to wait for a connection; 5 seconds by default. */
    public BackfillClientBuilder connectTimeout(Duration connectTimeout) {
        this.connectTimeout = positive(connectTimeout);
        return this;
    }

    /** Sets how long to wait for the whole answer to one request, connection included; 30 seconds by default. */
    public BackfillClientBuilder requestTimeout(Duration requestTimeout) {
        this.requestTimeout = positive(requestTimeout);
        return this;
    }

    /** Sets the clock by which access tokens expire; the system's by default. */
    public BackfillClientBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock);
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
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                // Without TLS the JDK would ask for an upgrade to HTTP/2 with each request, which some gateways refuse.
                .version(
                        "https".equalsIgnoreCase(baseUrl.getScheme())
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1)
                .build();
        return new BackfillClient(new Settings(
                baseUrl,
                credentials,
                accessToken,
                new Jobs.Scope(entityId, orgIds, null),
                http,
                requestTimeout,
                clock));
    }

    private static Duration positive(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("A timeout must be longer than nothing: " + timeout);
        }
        return timeout;
    }

    /** What the builder has gathered. */
    record Settings(
            URI baseUrl,
            @Nullable Credentials credentials,
            @Nullable Supplier<String> accessToken,
            Jobs.Scope scope,
            HttpClient http,
            Duration requestTimeout,
            Clock clock) {

        AccessTokens tokens(Exchange transport) {
            if (credentials == null) {
                return new SuppliedTokens(Objects.requireNonNull(accessToken));
            }
            return new CachedTokens(new TokenEndpoint(transport, baseUrl, credentials, clock), clock);
        }
    }
}
