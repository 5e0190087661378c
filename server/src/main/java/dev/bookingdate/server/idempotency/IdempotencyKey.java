package dev.bookingdate.server.idempotency;

import java.util.UUID;

/**
 * A key with those for whom it counts: the same key of another tenant, client or entity is another key.
 *
 * @param client the client that holds the token; of one tenant
 * @param key as the caller chose it
 */
public record IdempotencyKey(long tenantId, String client, UUID entityId, String key) {

    /** What stands for the key in the database. Neither the entity nor the key holds a line break. */
    Sha256 hash() {
        return Sha256.of(client + '\n' + entityId + '\n' + key);
    }
}
