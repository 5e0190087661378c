package dev.bookingdate.server.auth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs tokens, as it stands in the database.
 *
 * @param jwk the private key, sealed or in plain text: never to be logged or printed
 * @param settlesOn when every node has read it
 * @param expiresOn when its last token has expired; null while it has no successor
 */
record SigningKey(
        String keyId,
        String jwk,
        Instant createdOn,
        Instant settlesOn,
        boolean settled,
        @Nullable Instant expiresOn,
        boolean expired) {

    @Override
    public String toString() {
        return "SigningKey " + keyId;
    }
}
