package dev.bookingdate.client;

import java.util.Objects;

/** Id and secret of an OAuth client. */
record Credentials(String clientId, String clientSecret) {
    Credentials {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(clientSecret, "clientSecret");
    }

    /** Without the secret: a record would show it. */
    @Override
    public String toString() {
        return "Credentials[clientId=" + clientId + "]";
    }
}
