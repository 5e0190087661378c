package dev.bookingdate.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLSession;

/** An answer that is already here in whole, in the form that the generated core asks for. */
record CoreResponse<T>(HttpResponse<byte[]> answer, T body) implements HttpResponse<T> {

    static <T> HttpResponse<T> of(HttpResponse<byte[]> answer, byte[] body, BodyHandler<T> handler) throws IOException {
        BodySubscriber<T> subscriber = handler.apply(new Info(answer.statusCode(), answer.headers(), answer.version()));
        subscriber.onSubscribe(new Delivered());
        subscriber.onNext(List.of(ByteBuffer.wrap(body)));
        subscriber.onComplete();
        try {
            return new CoreResponse<>(
                    answer, subscriber.getBody().toCompletableFuture().join());
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
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
    public HttpHeaders headers() {
        return answer.headers();
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
