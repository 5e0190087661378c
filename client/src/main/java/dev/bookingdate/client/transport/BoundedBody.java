package dev.bookingdate.client.transport;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Gathers a body, and leaves one that has no end before it fills the memory. */
public final class BoundedBody implements BodySubscriber<byte[]> {
    /** Many times the largest page of jobs. */
    public static final int LIMIT = 64 << 20;

    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private @Nullable Subscription subscription;
    private long received;

    private BoundedBody() {}

    public static BodySubscriber<byte[]> handler(ResponseInfo answer) {
        // The JDK asks another thread for a body that it did not gather itself.
        return isShort(answer) ? BodySubscribers.ofByteArray() : new BoundedBody();
    }

    /** Whether the body can't be too long: the JDK holds answers of HTTP/1.1 to the length that they tell. */
    private static boolean isShort(ResponseInfo answer) {
        return answer.version() == HttpClient.Version.HTTP_1_1
                && answer.headers().firstValue("Transfer-Encoding").isEmpty()
                && answer.headers()
                        .firstValue("Content-Length")
                        .filter(length -> length.matches("[0-9]{1,7}"))
                        .isPresent();
    }

    public static IOException tooLarge() {
        return new IOException("the body has more than " + (LIMIT >> 20) + " MiB");
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole.getBody();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        whole.onSubscribe(subscription);
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
