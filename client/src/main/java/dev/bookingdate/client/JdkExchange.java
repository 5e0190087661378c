package dev.bookingdate.client;

import java.io.IOException;
import java.net.http.HttpClient;
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
    private final Alarms alarms = new Alarms();
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
     * processors or fewer starts a thread for each answer. What ends it in time is an interrupt: the timeout of a request ends with
     * the headers, on JDK 17 goes by a clock that may be set.
     */
    private CompletableFuture<HttpResponse<byte[]>> sendHere(HttpRequest request, Duration limit, boolean last) {
        Alarms.Alarm alarm = alarms.after(limit);
        boolean interrupted = false;
        try {
            return CompletableFuture.completedFuture(http.send(request, BoundedBody::handler));
        } catch (InterruptedException e) {
            interrupted = true;
            return CompletableFuture.failedFuture(
                    alarm.off() ? tooLate(request, limit, last) : Failures.interrupted(e));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            if (!interrupted && alarm.off()) {
                // It rang when the answer was already there.
                Thread.interrupted();
            }
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> sendElsewhere(
            Call call, HttpRequest request, Duration limit, boolean last) {
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            answer = http.sendAsync(request, BoundedBody::handler);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        call.onCancel(() -> answer.cancel(true));
        // The timeout of a request ends with the headers; a body that never ends would be waited for for ever.
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
