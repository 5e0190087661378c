package dev.bookingdate.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The network: one request, one answer, within a time. */
final class JdkExchange implements Exchange {
    private final HttpClient http;
    private final boolean own;
    private volatile boolean closed;

    JdkExchange(HttpClient http, boolean own) {
        this.http = http;
        this.own = own;
    }

    @Override
    public CompletableFuture<HttpResponse<byte[]>> send(Call call, HttpRequest request) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("The client is closed"));
        }
        Duration left = call.left();
        boolean last = left.compareTo(call.attemptTimeout()) < 0;
        Duration limit = last ? left : call.attemptTimeout();
        if (limit.isNegative() || limit.isZero()) {
            return CompletableFuture.failedFuture(Failures.outOfTime(request, null));
        }
        return call.isWaitedForHere() ? sendHere(request, limit, last) : sendElsewhere(call, request, limit, last);
    }

    /**
     * In this thread, which waits anyway. The JDK hands what {@code sendAsync} brings to its common pool, and on a machine of two
     * processors or fewer starts a thread for each answer.
     */
    private CompletableFuture<HttpResponse<byte[]>> sendHere(HttpRequest request, Duration limit, boolean last) {
        CompletableFuture<Void> overtime = new CompletableFuture<>();
        try {
            // The timeout of a request ends with the headers; a body that never ends would be waited for for ever.
            HttpRequest timed = HttpRequest.newBuilder(request, (name, value) -> true)
                    .timeout(limit)
                    .build();
            return CompletableFuture.completedFuture(
                    http.send(timed, BoundedBody.until(overtime.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS))));
        } catch (InterruptedException e) {
            return CompletableFuture.failedFuture(Failures.interrupted(e));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(isOvertime(e, limit, overtime) ? tooLate(request, limit, last) : e);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            overtime.cancel(false);
        }
    }

    /** Whether it was the time for the whole answer that was over, and not that for the connection. */
    private boolean isOvertime(IOException failure, Duration limit, CompletableFuture<Void> overtime) {
        if (failure instanceof HttpConnectTimeoutException) {
            return http.connectTimeout()
                    .filter(connect -> connect.compareTo(limit) < 0)
                    .isEmpty();
        }
        return failure instanceof HttpTimeoutException || overtime.isDone();
    }

    private CompletableFuture<HttpResponse<byte[]>> sendElsewhere(
            Call call, HttpRequest request, Duration limit, boolean last) {
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            answer = http.sendAsync(request, BoundedBody.until(new CompletableFuture<>()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        call.onCancel(() -> answer.cancel(true));
        return answer.copy().orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).exceptionallyCompose(failure -> {
            // Gives the connection back.
            answer.cancel(true);
            Throwable cause = Failures.unwrap(failure);
            return CompletableFuture.failedFuture(
                    cause instanceof TimeoutException ? tooLate(request, limit, last) : cause);
        });
    }

    private static Exception tooLate(HttpRequest request, Duration limit, boolean last) {
        IOException timeout = new HttpTimeoutException("no complete answer within " + limit.toMillis() + " ms");
        return last ? Failures.outOfTime(request, timeout) : timeout;
    }

    void close() {
        closed = true;
        // From JDK 21 on: before that its threads end when nothing refers to it any more.
        if (own && http instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("The HTTP client could not be closed", e);
            }
        }
    }
}
