package dev.bookingdate.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses requests, where it is wanted; inflates what comes compressed. Who asks for that is the core, with a header. */
final class CompressedExchange implements Exchange {
    private final Exchange next;
    private final Compression compression;

    CompressedExchange(Exchange next, Compression compression) {
        this.next = next;
        this.compression = compression;
    }

    @Override
    public CompletableFuture<Answer> send(Call call, HttpRequest request) {
        CompletableFuture<HttpRequest> prepared =
                compression == Compression.BOTH ? compressed(request) : CompletableFuture.completedFuture(request);
        return prepared.thenCompose(ready -> next.send(call, ready)).thenCompose(CompressedExchange::inflated);
    }

    private static CompletableFuture<HttpRequest> compressed(HttpRequest request) {
        BodyPublisher body = request.bodyPublisher().orElse(null);
        if (body == null || body.contentLength() == 0) {
            return CompletableFuture.completedFuture(request);
        }
        return bytes(body)
                .thenApply(plain -> HttpRequest.newBuilder(request, (name, value) -> true)
                        .setHeader("Content-Encoding", "gzip")
                        .method(request.method(), BodyPublishers.ofByteArray(gzip(plain)))
                        .build());
    }

    private static CompletableFuture<byte[]> bytes(BodyPublisher body) {
        BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
        body.subscribe(new Flow.Subscriber<ByteBuffer>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                whole.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer buffer) {
                whole.onNext(List.of(buffer));
            }

            @Override
            public void onError(Throwable failure) {
                whole.onError(failure);
            }

            @Override
            public void onComplete() {
                whole.onComplete();
            }
        });
        return whole.getBody().toCompletableFuture();
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException("Memory can't be written to", e);
        }
        return compressed.toByteArray();
    }

    private static CompletableFuture<Answer> inflated(Answer answer) {
        String encoding = String.join(",", answer.headers().allValues("Content-Encoding"))
                .trim()
                .toLowerCase(Locale.ROOT);
        // Gateways name an encoding where there is no body, too.
        if (encoding.isEmpty() || encoding.equals("identity") || answer.body().length == 0) {
            return CompletableFuture.completedFuture(answer);
        }
        HttpHeaders headers = HttpHeaders.of(
                answer.headers().map(),
                (name, value) ->
                        !name.equalsIgnoreCase("Content-Encoding") && !name.equalsIgnoreCase("Content-Length"));
        try {
            return CompletableFuture.completedFuture(answer.with(headers, plain(encoding, answer.body())));
        } catch (IOException e) {
            return answer.isSuccess()
                    ? CompletableFuture.failedFuture(e)
                    : CompletableFuture.completedFuture(answer.with(headers, new byte[0]));
        }
    }

    private static byte[] plain(String encoding, byte[] body) throws IOException {
        if (!encoding.equals("gzip") && !encoding.equals("x-gzip")) {
            throw new IOException("the answer has a Content-Encoding that was not asked for");
        }
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] plain = gzip.readNBytes(BoundedBody.LIMIT);
            if (gzip.read() >= 0) {
                throw BoundedBody.tooLarge();
            }
            return plain;
        }
    }
}
