package dev.bookingdate.client.operation;

import dev.bookingdate.client.Jobs;

import dev.bookingdate.client.generated.model.BackfillJob;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is the same for all calls of one instance of {@link Jobs}. */
public record CallOptions(
        @Nullable String entityId,
        @Nullable String orgIds,
        Supplier<@Nullable String> trackIds,
        Duration totalTimeout,
        Consumer<? super BackfillJob> progress) {

    /** The listener where there is none. */
    public static final Consumer<BackfillJob> UNWATCHED = job -> {};

    public CallOptions withTrackId(String trackId) {
        return new CallOptions(entityId, orgIds, () -> trackId, totalTimeout, progress);
    }

    public CallOptions withOrgIds(@Nullable String orgIds) {
        return new CallOptions(entityId, orgIds, trackIds, totalTimeout, progress);
    }

    public CallOptions withTimeout(Duration timeout) {
        return new CallOptions(entityId, orgIds, trackIds, timeout, progress);
    }

    public CallOptions withProgress(Consumer<? super BackfillJob> listener) {
        return new CallOptions(entityId, orgIds, trackIds, totalTimeout, listener);
    }
}
