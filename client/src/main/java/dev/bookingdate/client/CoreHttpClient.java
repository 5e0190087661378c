package dev.bookingdate.client;

import java.io.ByteArrayInputStream;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** What the generated core takes for the JDK's client: it sends through the chain of exchanges. */
final class CoreHttpClient extends HttpClient {
    private final Exchange exchange;
    private final HttpClient settings;
    private final Supplier<Call> calls;
    private final Executor stages;

    /**
     * Of each request that the core sends, {@code calls} tells of which call it is a part; {@code stages} runs what the core, or whoever
     * uses it, adds to an answer.
     */
    CoreHttpClient(Exchange exchange, HttpClient settings, Supplier<Call> calls, Executor stages) {
        this.exchange = exchange;
        this.settings = settings;
        this.calls = calls;
        this.stages = stages;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        throw new UnsupportedOperationException("The core is generated with asynchronous calls only");
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        CompletableFuture<Answer> answer;
        try {
            answer = exchange.send(calls.get(), request);
        } catch (RuntimeException | Error e) {
            // Of the application's: a supplier of tokens, a clock.
            answer = CompletableFuture.failedFuture(e);
        }
        return CoreFuture.of(answer.thenApply(whole -> streamed(request, whole)), stages);
    }

    @SuppressWarnings("unchecked") // The core asks for streams and for nothing else.
    private static <T> HttpResponse<T> streamed(HttpRequest request, Answer answer) {
        return new CoreResponse<>(request, answer, (T) new ByteArrayInputStream(AsciiJson.escape(answer.body())));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, HttpResponse.PushPromiseHandler<T> pushes) {
        return sendAsync(request, handler);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return settings.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return settings.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return settings.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return settings.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return settings.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return settings.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return settings.authenticator();
    }

    @Override
    public Version version() {
        return settings.version();
    }

    @Override
    public Optional<Executor> executor() {
        return settings.executor();
    }
}
