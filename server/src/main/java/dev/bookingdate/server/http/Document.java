package dev.bookingdate.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** A file that the build has made of the contract, as it is and compressed. */
final class Document {

    private static final String FOLDER = "/dev/bookingdate/api/";

    private final String type;
    private final byte[] plain;
    private final byte[] compressed;
    private final String hash;

    private Document(String type, byte[] plain, byte[] compressed, String hash) {
        this.type = type;
        this.plain = plain;
        this.compressed = compressed;
        this.hash = hash;
    }

    static Document read(String name, String type) {
        try (InputStream file = Objects.requireNonNull(Document.class.getResourceAsStream(FOLDER + name), name)) {
            byte[] plain = file.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(plain);
            return new Document(type, plain, compressed(plain), HexFormat.of().formatHex(hash, 0, 16));
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

    boolean isPage() {
        return type.startsWith("text/html");
    }

    byte[] body(boolean gzip) {
        return gzip ? compressed : plain;
    }

    /** The two forms have different bytes, so a cache must tell them apart. */
    String tag(boolean gzip) {
        return "\"" + hash + (gzip ? "-gzip\"" : "\"");
    }
}
