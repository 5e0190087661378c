package dev.bookingdate.server.caller;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * For whom a call works: one tenant, one entity, and the orgs that the call may touch.
 *
 * @param userId 32 hexadecimal digits
 * @param orgIds sorted; null for a tenant without Multi-Org, whose calls no org restricts
 */
public record Caller(
        long tenantId,
        String userId,
        String username,
        UUID entityId,
        @Nullable List<String> orgIds) {

    public Caller {
        orgIds = orgIds == null ? null : orgIds.stream().sorted().distinct().toList();
    }
}
