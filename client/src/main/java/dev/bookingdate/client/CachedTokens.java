package dev.bookingdate.client;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an access token for as long as it is good. However many calls need a new one, it is fetched once, and all get the
 * result, be it a token or a failure.
 */
final class CachedTokens implements AccessTokens {
    private final Supplier<CompletableFuture<Token>> source;
    private final Clock clock;
    private @Nullable Token token;
    private @Nullable CompletableFuture<Token> fetch;

    CachedTokens(Supplier<CompletableFuture<Token>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<String> current() {
        return otherThan(null);
    }

    @Override
    public CompletableFuture<String> renewed(String refused) {
        return otherThan(refused);
    }

    private CompletableFuture<String> otherThan(@Nullable String refused) {
        CompletableFuture<Token> own = new CompletableFuture<>();
        CompletableFuture<Token> running;
        synchronized (this) {
            if (token != null
                    && !token.value().equals(refused)
                    && clock.instant().isBefore(token.renewAt())) {
                return CompletableFuture.completedFuture(token.value());
            }
            running = fetch;
            if (running == null) {
                fetch = own;
            }
        }
        if (running == null) {
            fetch(own);
            running = own;
        }
        return running.thenApply(Token::value).exceptionallyCompose(failure -> {
            // Each call gets one of its own, with the stack of its own thread: the cause shows what the fetch met.
            return CompletableFuture.failedFuture(
                    Failures.unwrap(failure) instanceof BackfillException shared ? Failures.again(shared) : failure);
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What comes of it is in the future of the calls.
    private void fetch(CompletableFuture<Token> own) {
        source.get().whenComplete((fetched, failure) -> {
            synchronized (this) {
                fetch = null;
                if (failure == null) {
                    token = fetched;
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
