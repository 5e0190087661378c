package dev.bookingdate.client.token;

import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.generated.ApiException;
import dev.bookingdate.client.generated.Transport.Request;
import dev.bookingdate.client.generated.api.TokenApi;
import dev.bookingdate.client.generated.api.TokenApi.APICreateTokenRequest;
import dev.bookingdate.client.transport.Answer;
import dev.bookingdate.client.transport.Call;
import dev.bookingdate.client.transport.Credentials;
import dev.bookingdate.client.transport.Exchange;
import dev.bookingdate.client.transport.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fetches access tokens by createToken. Reads the answer itself: a life that no int can hold is a long one, and no failure may quote a token. */
public final class TokenEndpoint implements Supplier<CompletableFuture<Token>> {
    /** How long before its end a token is renewed. */
    private static final Duration MARGIN = Duration.ofSeconds(60);
    /** How long before its end it is not used any more, so that it does not expire on the way. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(10);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Exchange transport;
    private final Supplier<Call> calls;
    private final Request request;
    private final Clock clock;

    public TokenEndpoint(Exchange transport, Supplier<Call> calls, Credentials credentials, Clock clock) {
        this.calls = calls;
        this.transport = transport;
        this.clock = clock;
        this.request = request(credentials);
    }

    private static Request request(Credentials credentials) {
        try {
            return TokenApi.createTokenRequest(APICreateTokenRequest.newBuilder()
                    .clientId(credentials.clientId())
                    .clientSecret(credentials.clientSecret())
                    .grantType("client_credentials")
                    .build());
        } catch (ApiException e) {
            throw new IllegalStateException("createToken needs more than a client has", e);
        }
    }

    @Override
    public CompletableFuture<Token> get() {
        // From before the request: what the answer takes on its way is then not added to the token's life.
        Instant asked = clock.instant();
        Call call = calls.get();
        return transport
                .send(call, request)
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(Failures.withoutAnswer(request, failure)))
                .thenApply(answer -> {
                    if (!answer.isSuccess()) {
                        throw Failures.of(call, request, answer);
                    }
                    return token(answer, asked);
                });
    }

    private Token token(Answer answer, Instant asked) {
        JsonNode body;
        try {
            body = JSON.readTree(answer.body());
        } catch (JacksonException e) {
            // Not as the cause: its message may quote a token.
            throw Failures.unusable(request, answer, "it is not JSON");
        }
        String value = body.path("access_token").asString("");
        long seconds = body.path("expires_in").asLong(0);
        if (value.isEmpty() || seconds <= 0) {
            throw Failures.unusable(request, answer, "it has no access_token or no expires_in");
        }
        Duration life = Time.countable(Duration.ofSeconds(seconds));
        // A token that lives hardly longer than the margin would otherwise be fetched for every call.
        boolean shortLived = life.compareTo(MARGIN.multipliedBy(2)) < 0;
        return new Token(
                value,
                asked.plus(shortLived ? life.dividedBy(2) : life.minus(MARGIN)),
                asked.plus(shortLived ? life.multipliedBy(5).dividedBy(6) : life.minus(ON_THE_WAY)));
    }
}
