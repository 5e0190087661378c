package dev.bookingdate.client;

import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;

/** Adds the access token; repeats a request once, with a new token, when the service refuses the first. */
final class AuthenticatedExchange implements Exchange {
    private final Exchange next;
    private final AccessTokens tokens;

    AuthenticatedExchange(Exchange next, AccessTokens tokens) {
        this.next = next;
        this.tokens = tokens;
    }

    @Override
    public CompletableFuture<Answer> send(Call call, HttpRequest request) {
        return inTime(call, request, tokens.current(call))
                .thenCompose(token -> next.send(call, with(token, request))
                        .exceptionallyCompose(
                                failure -> Failures.unwrap(failure) instanceof AuthenticationException refused
                                        ? again(call, request, token, refused)
                                        : CompletableFuture.failedFuture(failure)));
    }

    private CompletableFuture<Answer> again(
            Call call, HttpRequest request, String token, AuthenticationException refused) {
        return inTime(call, request, tokens.renewed(call, token))
                .thenCompose(renewed -> renewed.equals(token)
                        ? CompletableFuture.failedFuture(refused)
                        : next.send(call, with(renewed, request)));
    }

    /** A token is fetched for all calls that need one: this call may give up waiting for it, the fetch goes on. */
    private static CompletableFuture<String> inTime(Call call, HttpRequest request, CompletableFuture<String> token) {
        return token.isDone() ? token : call.inTime(token.copy(), request);
    }

    private static HttpRequest with(String token, HttpRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> true);
        try {
            return builder.setHeader("Authorization", "Bearer " + token).build();
        } catch (IllegalArgumentException e) {
            // Neither the cause nor its message: both quote the token.
            throw new IllegalStateException("The access token holds characters that no header may have");
        }
    }
}
