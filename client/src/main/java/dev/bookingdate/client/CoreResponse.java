package dev.bookingdate.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLSession;

/** An answer that is already here in whole, with a body in another form. */
record CoreResponse<T>(HttpResponse<byte[]> answer, HttpHeaders headers, T body) implements HttpResponse<T> {

    static <T> HttpResponse<T> of(HttpResponse<byte[]> answer, byte[] body, BodyHandler<T> handler) {
        BodySubscriber<T> subscriber = handler.apply(new Info(answer.statusCode(), answer.headers(), answer.version()));
        subscriber.onSubscribe(new Delivered());
        subscriber.onNext(List.of(ByteBuffer.wrap(body)));
        subscriber.onComplete();
        return new CoreResponse<>(
                answer,
                answer.headers(),
                subscriber.getBody().toCompletableFuture().join());
    }

    private record Info(int statusCode, HttpHeaders headers, HttpClient.Version version) implements ResponseInfo {}

    private static final class Delivered implements Flow.Subscription {
        @Override
        public void request(long n) {
            // All there is gets delivered without being asked for.
        }

        @Override
        public void cancel() {
            // Nothing is left to be given up.
        }
    }

    @Override
    public int statusCode() {
        return answer.statusCode();
    }

    @Override
    public HttpRequest request() {
        return answer.request();
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return answer.sslSession();
    }

    @Override
    public URI uri() {
        return answer.uri();
    }

    @Override
    public HttpClient.Version version() {
        return answer.version();
    }
}
