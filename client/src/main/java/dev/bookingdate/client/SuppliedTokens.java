package dev.bookingdate.client;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Access tokens that the caller looks after. */
record SuppliedTokens(Supplier<String> supplier, Executor executor) implements AccessTokens {

    /** In the thread that calls, which is the user's. */
    @Override
    public CompletableFuture<String> current() {
        try {
            return CompletableFuture.completedFuture(Objects.requireNonNull(supplier.get(), "access token"));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** In another thread: the one that calls has brought the refusal, and must not be held up by what a supplier does. */
    @Override
    public CompletableFuture<String> renewed(String refused) {
        return CompletableFuture.supplyAsync(() -> Objects.requireNonNull(supplier.get(), "access token"), executor);
    }
}
