package dev.bookingdate.server.webhook;

import java.net.URI;
import java.util.UUID;

/**
 * One attempt to tell an endpoint something.
 *
 * @param id the same for each attempt: the receiver tells repetitions by it
 * @param attempt 1 for the first
 */
record Delivery(long tenantId, UUID id, int attempt, String body, URI url, Secret secret) {

    /** For the log: neither the URL, which may hold a secret of the receiver, nor what signs. */
    @Override
    public String toString() {
        return "webhook=" + id + " tenant=" + tenantId + " attempt=" + attempt;
    }
}
