package dev.bookingdate.server.token;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client that may get tokens, with what its tokens are good for.
 *
 * @param previousHash of the secret before the last rotation, while it is still good; null when there is none
 * @param orgIds null for a tenant without Multi-Org
 * @param may the permissions that it was added for; null when it has all of them
 */
record ApiClient(
        String clientId,
        String secretHash,
        @Nullable String previousHash,
        long tenantId,
        String userId,
        String username,
        List<UUID> entityIds,
        @Nullable List<String> orgIds,
        @Nullable List<String> may) {}
