package dev.bookingdate.client.token;

import dev.bookingdate.client.transport.Call;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Access tokens that the caller looks after. */
public record SuppliedTokens(Supplier<String> supplier, Executor executor) implements AccessTokens {

    /** In the thread that waits for the result, which is the user's; else in one of the user's executor, which may be held up. */
    @Override
    public CompletableFuture<String> current(Call call) {
        return call.isWaitedForHere()
                ? CompletableFuture.completedFuture(supplied())
                : CompletableFuture.supplyAsync(this::supplied, executor);
    }

    @Override
    public CompletableFuture<String> renewed(Call call, String refused) {
        return current(call);
    }

    private String supplied() {
        return Objects.requireNonNull(supplier.get(), "access token");
    }
}
