package dev.bookingdate.client.transport;

import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.generated.Transport.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The network: one request, one answer, within a time. */
public final class JdkExchange implements Exchange {
    /**
     * The JDK sends all requests of HTTP/2 through one connection, also after it has brought nothing in time, and has no way to drop it.
     * With HTTP/1.1 each silent connection is closed.
     */
    private static final Duration WITHOUT_HTTP_2 = Duration.ofMinutes(10);

    private static final String USER_AGENT = "booking-date-backfill-client/" + version() + " Java/"
            + Runtime.version().feature();

    private final HttpClient http;
    private final boolean own;
    private final URI baseUrl;
    private final @Nullable String proxyAuthorization;
    private final Alarms alarms;
    private volatile boolean closed;
    private volatile @Nullable Long silentSince;

    public JdkExchange(
            HttpClient http, boolean own, URI baseUrl, @Nullable Credentials proxyCredentials, Alarms alarms) {
        this.http = http;
        this.own = own;
        this.baseUrl = baseUrl;
        this.proxyAuthorization = proxyCredentials == null ? null : proxyCredentials.basic();
        this.alarms = alarms;
    }

    @Override
    public CompletableFuture<Answer> send(Call call, Request request) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("The client is closed"));
        }
        Duration left = call.left();
        boolean last = left.compareTo(call.attemptTimeout()) < 0;
        Duration limit = last ? left : call.attemptTimeout();
        if (limit.isNegative() || limit.isZero()) {
            return CompletableFuture.failedFuture(Failures.outOfTime(request, null));
        }
        Sending sending;
        try {
            sending = new Sending(call, request, limit, last);
        } catch (IllegalArgumentException e) {
            // A header with characters that none may have.
            return CompletableFuture.failedFuture(e);
        }
        return call.isWaitedForHere() ? sending.here() : sending.elsewhere();
    }

    /** One request on its way. */
    private final class Sending {
        private final Call call;
        private final Request request;
        private final HttpRequest sent;
        private final boolean http11;
        private final Duration limit;
        private final boolean last;
        private volatile @Nullable ResponseInfo begun;

        Sending(Call call, Request request, Duration limit, boolean last) {
            Long silent = silentSince;
            this.call = call;
            this.http11 = silent != null && call.now() - silent < WITHOUT_HTTP_2.toNanos();
            this.request = request;
            this.sent = prepared();
            this.limit = limit;
            this.last = last;
        }

        private HttpRequest prepared() {
            String query = request.query() == null ? "" : "?" + request.query();
            byte[] body = request.body();
            HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(baseUrl + request.path() + query))
                    .method(
                            request.method(),
                            body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            builder.setHeader("User-Agent", USER_AGENT);
            request.headers().forEach(builder::setHeader);
            if (http11) {
                builder.version(HttpClient.Version.HTTP_1_1);
            }
            if (proxyAuthorization != null) {
                // The JDK sends it to a proxy, and to nobody else.
                builder.setHeader("Proxy-Authorization", proxyAuthorization);
            }
            return builder.build();
        }

        /**
         * In this thread, which waits anyway. The JDK hands what {@code sendAsync} brings to its common pool, and on a machine of two
         * processors or fewer starts a thread for each answer. What ends it in time is an interrupt: the timeout of a request ends with
         * the headers, on JDK 17 goes by a clock that may be set.
         */
        CompletableFuture<Answer> here() {
            Alarms.Alarm alarm = alarms.after(limit);
            boolean interrupted = false;
            try {
                return CompletableFuture.completedFuture(whole(http.send(sent, this::body)));
            } catch (InterruptedException e) {
                interrupted = true;
                return alarm.off() ? failed(tooLate()) : CompletableFuture.failedFuture(Failures.interrupted(e));
            } catch (IOException | RuntimeException e) {
                return failed(e);
            } finally {
                if (!interrupted && alarm.off()) {
                    // It rang when the answer was already there.
                    Thread.interrupted();
                }
            }
        }

        CompletableFuture<Answer> elsewhere() {
            CompletableFuture<HttpResponse<byte[]>> answer;
            try {
                answer = http.sendAsync(sent, this::body);
            } catch (RuntimeException e) {
                return failed(e);
            }
            call.onCancel(() -> answer.cancel(true));
            CompletableFuture<HttpResponse<byte[]>> inTime = answer.copy();
            // The timeout of a request ends with the headers; a body that never ends would be waited for for ever.
            Time.limit(inTime, limit, () -> inTime.completeExceptionally(tooLate()));
            return inTime.thenApply(Sending::whole).exceptionallyCompose(failure -> {
                // Gives the connection back.
                answer.cancel(true);
                return failed(Failures.unwrap(failure));
            });
        }

        private BodySubscriber<byte[]> body(ResponseInfo info) {
            begun = info;
            return BoundedBody.handler(info);
        }

        private static Answer whole(HttpResponse<byte[]> answer) {
            return new Answer(answer.statusCode(), answer.headers(), answer.body());
        }

        /** A failure that the service has begun to tell of is one, whatever becomes of the body. */
        private CompletableFuture<Answer> failed(Throwable failure) {
            ResponseInfo info = begun;
            if (info != null && info.statusCode() / 100 != 2 && !call.isCancelled()) {
                return CompletableFuture.completedFuture(new Answer(info.statusCode(), info.headers(), new byte[0]));
            }
            if (http11 && failure instanceof SSLException) {
                // A service that speaks HTTP/2 only.
                silentSince = null;
            }
            return CompletableFuture.failedFuture(
                    failure instanceof IOException broken ? Connections.named(broken, sent.uri(), http) : failure);
        }

        private Exception tooLate() {
            if (begun == null && !http11 && http.version() == HttpClient.Version.HTTP_2) {
                silentSince = call.now();
            }
            IOException timeout = new HttpTimeoutException("no complete answer within " + limit.toMillis() + " ms");
            return last ? Failures.outOfTime(request, timeout) : timeout;
        }
    }

    private static String version() {
        return Optional.ofNullable(JdkExchange.class.getPackage().getImplementationVersion())
                .orElse("unreleased");
    }

    public void close() {
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
