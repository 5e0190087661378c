package dev.bookingdate.client.token;

import dev.bookingdate.client.BackfillException;
import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.transport.Call;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an access token for as long as it is good. However many calls need a new one, it is fetched once, and all get the
 * result, be it a token or a failure. Shortly before its end the next one is fetched, and no call waits for it or fails with it.
 */
public final class CachedTokens implements AccessTokens {
    /** After a renewal in good time has failed, until the next: else each call would ask a token endpoint that is down. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Supplier<CompletableFuture<Token>> source;
    private final Clock clock;
    private @Nullable Token token;
    private @Nullable CompletableFuture<Token> fetch;

    public CachedTokens(Supplier<CompletableFuture<Token>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<String> current(Call call) {
        return otherThan(null);
    }

    @Override
    public CompletableFuture<String> renewed(Call call, String refused) {
        return otherThan(refused);
    }

    private CompletableFuture<String> otherThan(@Nullable String refused) {
        Instant now = clock.instant();
        CompletableFuture<Token> own = new CompletableFuture<>();
        CompletableFuture<Token> running;
        Token good;
        synchronized (this) {
            good = token != null && !token.value().equals(refused) && now.isBefore(token.goodUntil()) ? token : null;
            if (good != null && (fetch != null || now.isBefore(good.renewAt()))) {
                return CompletableFuture.completedFuture(good.value());
            }
            running = fetch;
            if (running == null) {
                fetch = own;
            }
        }
        if (running == null) {
            fetch(own, now);
            running = own;
        }
        if (good != null) {
            return CompletableFuture.completedFuture(good.value());
        }
        return running.thenApply(Token::value).exceptionallyCompose(failure -> {
            // Each call gets one of its own, with the stack of its own thread: the cause shows what the fetch met.
            return CompletableFuture.failedFuture(
                    Failures.unwrap(failure) instanceof BackfillException shared ? Failures.again(shared) : failure);
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What comes of it is in the future of the calls.
    private void fetch(CompletableFuture<Token> own, Instant now) {
        CompletableFuture<Token> source;
        try {
            source = this.source.get();
        } catch (RuntimeException | Error e) {
            // Of the clock, say. Calls would wait for it for ever.
            source = CompletableFuture.failedFuture(e);
        }
        source.whenComplete((fetched, failure) -> {
            synchronized (this) {
                fetch = null;
                if (failure == null) {
                    token = fetched;
                } else if (token != null) {
                    token = token.withRenewAt(now.plus(PAUSE));
                }
            }
            if (failure == null) {
                own.complete(fetched);
            } else {
                own.completeExceptionally(Failures.unwrap(failure));
            }
        });
    }
}
