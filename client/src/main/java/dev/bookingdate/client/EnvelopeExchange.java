package dev.bookingdate.client;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Lets through only what is a success in both respects, status and envelope; all else becomes an exception. Some servers
 * of this API family answer failures with 200 and {@code success: false}, and gateways answer 200 with a page.
 */
final class EnvelopeExchange implements Exchange {
    private final Exchange next;

    EnvelopeExchange(Exchange next) {
        this.next = next;
    }

    @Override
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = next.send(request);
        if (answer.statusCode() / 100 == 2 && Envelope.read(answer.body()).success()) {
            return answer;
        }
        throw Failures.of(request, answer);
    }
}
