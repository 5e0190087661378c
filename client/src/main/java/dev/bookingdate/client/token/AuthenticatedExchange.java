package dev.bookingdate.client.token;

import dev.bookingdate.client.AuthenticationException;
import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.generated.Transport.Request;
import dev.bookingdate.client.transport.Answer;
import dev.bookingdate.client.transport.Call;
import dev.bookingdate.client.transport.Exchange;
import java.util.concurrent.CompletableFuture;

/** Adds the access token; repeats a request once, with a new token, when the service refuses the first. */
public final class AuthenticatedExchange implements Exchange {
    private final Exchange next;
    private final AccessTokens tokens;

    public AuthenticatedExchange(Exchange next, AccessTokens tokens) {
        this.next = next;
        this.tokens = tokens;
    }

    @Override
    public CompletableFuture<Answer> send(Call call, Request request) {
        return inTime(call, request, tokens.current(call))
                .thenCompose(token -> next.send(call, with(token, request))
                        .exceptionallyCompose(
                                failure -> Failures.unwrap(failure) instanceof AuthenticationException refused
                                        ? again(call, request, token, refused)
                                        : CompletableFuture.failedFuture(failure)));
    }

    private CompletableFuture<Answer> again(Call call, Request request, String token, AuthenticationException refused) {
        return inTime(call, request, tokens.renewed(call, token))
                .thenCompose(renewed -> renewed.equals(token)
                        ? CompletableFuture.failedFuture(refused)
                        : next.send(call, with(renewed, request)));
    }

    /** A token is fetched for all calls that need one: this call may give up waiting for it, the fetch goes on. */
    private static CompletableFuture<String> inTime(Call call, Request request, CompletableFuture<String> token) {
        return token.isDone() ? token : call.inTime(token.copy(), request);
    }

    private static Request with(String token, Request request) {
        if (!token.chars().allMatch(character -> character >= ' ' && character <= '~')) {
            // Without the token.
            throw new IllegalStateException("The access token holds characters that no header may have");
        }
        return request.with("Authorization", "Bearer " + token);
    }
}
