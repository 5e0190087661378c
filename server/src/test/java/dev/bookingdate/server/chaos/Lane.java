package dev.bookingdate.server.chaos;

import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's entity with its charges, and the API client that works on it. One job is active in a lane at a time.
 *
 * @param orgs what the client reaches; null for a tenant without Multi-Org
 */
record Lane(
        int number,
        long tenant,
        UUID entity,
        ZoneId zone,
        @Nullable List<String> orgs,
        String clientId,
        String secret) {

    static final List<Lane> ALL = List.of(
            lane(1, 7001, "America/New_York", List.of("eu", "us")),
            lane(2, 7001, "America/New_York", List.of("eu", "us")),
            lane(3, 7002, "Asia/Shanghai", null));

    private static Lane lane(int number, long tenant, String zone, @Nullable List<String> orgs) {
        return new Lane(
                number,
                tenant,
                new UUID(0x40_00, 0x8000_0000_0000_0000L + number),
                ZoneId.of(zone),
                orgs,
                "00000000-0000-4000-8000-0000000c0a0" + number,
                "chaos-secret-" + number + "-" + Long.toHexString(Double.doubleToLongBits(Math.sqrt(number + 1))));
    }
}
