package dev.bookingdate.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The network: one request, one answer, within a time. */
final class JdkExchange implements Exchange {
    private final HttpClient http;
    private final Duration timeout;
    private volatile boolean closed;

    JdkExchange(HttpClient http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
    }

    @Override
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        if (closed) {
            throw new IllegalStateException("The client is closed");
        }
        // The timeout of a request ends with the headers; a body that never ends would be waited for for ever.
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return answer.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no complete answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            // Of no effect on an answer that is there; gives the connection back after a timeout or an interruption.
            answer.cancel(true);
        }
    }

    void close() {
        closed = true;
    }
}
