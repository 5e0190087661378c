package dev.bookingdate.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Gathers a body, and leaves one that has no end: before it fills the memory, and when its time is over. */
final class BoundedBody implements BodySubscriber<byte[]> {
    /** Many times the largest page of jobs. */
    static final int LIMIT = 64 << 20;

    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private final CompletableFuture<Void> overtime;
    private @Nullable Subscription subscription;
    private long received;

    private BoundedBody(CompletableFuture<Void> overtime) {
        this.overtime = overtime;
    }

    /** Bodies that are left when a failure of {@code overtime} says so, and then fail with it. */
    static BodyHandler<byte[]> until(CompletableFuture<Void> overtime) {
        return info -> new BoundedBody(overtime);
    }

    static IOException tooLarge() {
        return new IOException("the body has more than " + (LIMIT >> 20) + " MiB");
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole.getBody();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // It is for what it does.
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        whole.onSubscribe(subscription);
        overtime.exceptionally(failure -> {
            if (!overtime.isCancelled()) {
                subscription.cancel();
                whole.onError(failure);
            }
            return null;
        });
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            received += buffer.remaining();
        }
        if (received <= LIMIT) {
            whole.onNext(buffers);
        } else if (subscription != null) {
            subscription.cancel();
            whole.onError(tooLarge());
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.onError(failure);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }
}
