package dev.bookingdate.server.charge;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One charge to be loaded: a row of the table rate_plan_charge without its key. */
record ChargeRow(
        Tenant owner,
        UUID entity,
        @Nullable String org,
        String id,
        String originalId,
        Instant createdOn,
        int segment,
        int version,
        @Nullable LocalDate bookingDate,
        @Nullable String chargeNumber,
        @Nullable String accountId) {

    long tenant() {
        return owner.id();
    }
}
