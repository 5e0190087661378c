package dev.bookingdate.client.operation;

import dev.bookingdate.client.Jobs;
import dev.bookingdate.client.RetryPolicy;
import dev.bookingdate.client.generated.model.BackfillJob;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is the same for all calls of one instance of {@link Jobs}; without a retry policy it is the one of the client. */
public record CallOptions(
        @Nullable String entityId,
        @Nullable String orgIds,
        Supplier<@Nullable String> trackIds,
        Duration totalTimeout,
        Consumer<? super BackfillJob> progress,
        @Nullable RetryPolicy retryPolicy) {

    /** The listener where there is none. */
    public static final Consumer<BackfillJob> UNWATCHED = job -> {};

    public CallOptions withTrackId(String trackId) {
        return new CallOptions(entityId, orgIds, () -> trackId, totalTimeout, progress, retryPolicy);
    }

    public CallOptions withOrgIds(@Nullable String orgIds) {
        return new CallOptions(entityId, orgIds, trackIds, totalTimeout, progress, retryPolicy);
    }

    public CallOptions withTimeout(Duration timeout) {
        return new CallOptions(entityId, orgIds, trackIds, timeout, progress, retryPolicy);
    }

    public CallOptions withProgress(Consumer<? super BackfillJob> listener) {
        return new CallOptions(entityId, orgIds, trackIds, totalTimeout, listener, retryPolicy);
    }

    public CallOptions withEntityId(String entityId) {
        return new CallOptions(entityId, orgIds, trackIds, totalTimeout, progress, retryPolicy);
    }

    public CallOptions withRetryPolicy(RetryPolicy policy) {
        return new CallOptions(entityId, orgIds, trackIds, totalTimeout, progress, policy);
    }
}
