package dev.bookingdate.client.transport;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** Id and secret of an OAuth client, or of who uses a proxy. */
public record Credentials(String clientId, String clientSecret) {
    public Credentials {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(clientSecret, "clientSecret");
    }

    /** As the Basic scheme of HTTP has it. */
    public String basic() {
        return "Basic "
                + Base64.getEncoder().encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8));
    }

    /** Without the secret: a record would show it. */
    @Override
    public String toString() {
        return "Credentials[clientId=" + clientId + "]";
    }
}
