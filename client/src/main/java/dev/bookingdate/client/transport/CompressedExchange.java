package dev.bookingdate.client.transport;

import dev.bookingdate.client.Compression;
import dev.bookingdate.client.generated.Transport.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Requests compressed answers and compresses requests, as configured. Inflates every compressed answer. */
public final class CompressedExchange implements Exchange {
    private final Exchange next;
    private final Compression compression;

    public CompressedExchange(Exchange next, Compression compression) {
        this.next = next;
        this.compression = compression;
    }

    @Override
    public CompletableFuture<Answer> send(Call call, Request request) {
        return next.send(call, prepared(request)).thenCompose(CompressedExchange::inflated);
    }

    private Request prepared(Request request) {
        Request asking = compression == Compression.NONE ? request : request.with("Accept-Encoding", "gzip");
        byte[] body = request.body();
        return compression == Compression.BOTH && body != null
                ? asking.with("Content-Encoding", "gzip").with(gzip(body))
                : asking;
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
