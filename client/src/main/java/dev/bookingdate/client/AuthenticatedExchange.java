package dev.bookingdate.client;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Adds the access token; repeats a request once, with a new token, when the service refuses the first. */
final class AuthenticatedExchange implements Exchange {
    private final Exchange next;
    private final AccessTokens tokens;

    AuthenticatedExchange(Exchange next, AccessTokens tokens) {
        this.next = next;
        this.tokens = tokens;
    }

    @Override
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        String token = tokens.current();
        HttpResponse<byte[]> answer = next.send(with(token, request));
        if (answer.statusCode() != 401) {
            return answer;
        }
        String renewed = tokens.renewed(token);
        return renewed.equals(token) ? answer : next.send(with(renewed, request));
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
