package dev.bookingdate.client;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an access token for as long as it is good. However many threads need a new one, one of them fetches it, and the
 * others wait for its result, be it a token or a failure.
 */
final class CachedTokens implements AccessTokens {
    private final Supplier<Token> source;
    private final Clock clock;
    private @Nullable Token token;
    private @Nullable CompletableFuture<Token> fetch;

    CachedTokens(Supplier<Token> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public String current() {
        return otherThan(null);
    }

    @Override
    public String renewed(String refused) {
        return otherThan(refused);
    }

    private String otherThan(@Nullable String refused) {
        while (true) {
            CompletableFuture<Token> own = new CompletableFuture<>();
            CompletableFuture<Token> running;
            synchronized (this) {
                if (token != null
                        && !token.value().equals(refused)
                        && clock.instant().isBefore(token.renewAt())) {
                    return token.value();
                }
                running = fetch;
                if (running == null) {
                    fetch = own;
                }
            }
            Token fetched = running == null ? fetch(own) : await(running);
            if (fetched != null) {
                return fetched.value();
            }
        }
    }

    private Token fetch(CompletableFuture<Token> own) {
        try {
            Token fetched = source.get();
            synchronized (this) {
                token = fetched;
                fetch = null;
            }
            own.complete(fetched);
            return fetched;
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                fetch = null;
            }
            own.completeExceptionally(e);
            throw e;
        }
    }

    /** Returns null if the thread that fetched was interrupted: that is its own affair, and another has to fetch. */
    private static @Nullable Token await(CompletableFuture<Token> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            throw Failures.interrupted("waiting for an access token", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof BackfillException failure) {
                if (failure.getCause() instanceof InterruptedException) {
                    return null;
                }
                // A new one, with the stack of this thread: the cause shows what the other thread met.
                throw Failures.of(failure.failure(), failure.getMessage(), failure);
            }
            throw new IllegalStateException("The access token could not be fetched", cause);
        }
    }
}
