package dev.bookingdate.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A file that anybody may read, as it is and compressed. */
public final class Document {

    private static final String PAGE = "text/html;charset=UTF-8";

    private final String type;
    private final @Nullable String policy;
    private final byte[] plain;
    private final byte[] compressed;
    private final String hash;

    private Document(String type, @Nullable String policy, byte[] plain, byte[] compressed, String hash) {
        this.type = type;
        this.policy = policy;
        this.plain = plain;
        this.compressed = compressed;
        this.hash = hash;
    }

    /**
     * Reads a page.
     *
     * @param policy its Content-Security-Policy
     */
    public static Document page(String resource, String policy) {
        return read(resource, PAGE, policy);
    }

    /** Reads what a page loads, or what is read by itself. */
    public static Document file(String resource, String type) {
        return read(resource, type, null);
    }

    private static Document read(String resource, String type, @Nullable String policy) {
        try (InputStream file = Objects.requireNonNull(Document.class.getResourceAsStream(resource), resource)) {
            byte[] plain = file.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(plain);
            return new Document(
                    type, policy, plain, compressed(plain), HexFormat.of().formatHex(hash, 0, 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] compressed(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream(plain.length / 2);
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    String type() {
        return type;
    }

    Optional<String> policy() {
        return Optional.ofNullable(policy);
    }

    byte[] body(boolean gzip) {
        return gzip ? compressed : plain;
    }

    /** The two forms have different bytes, so a cache must tell them apart. */
    String tag(boolean gzip) {
        return "\"" + hash + (gzip ? "-gzip\"" : "\"");
    }
}
