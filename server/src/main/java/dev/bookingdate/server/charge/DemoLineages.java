package dev.bookingdate.server.charge;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes up one tenant's charges in the order in which the years go by: originals, and between them later segments and
 * versions of charges that came long before.
 */
final class DemoLineages {

    private static final Instant FIRST_DAY = Instant.parse("2019-01-01T00:00:00Z");
    private static final double DAYS = 5 * 365;
    private static final int LINEAGES_IN_MOTION = 4096;
    private static final int AMENDED_PERCENT = 45;
    private static final int ORIGINAL_MISSING_PERCENT = 1;
    private static final int NEAR_MIDNIGHT_PERCENT = 25;
    private static final int BOOKING_DATE_NULL_PERCENT = 50;
    private static final int BOOKING_DATE_RIGHT_PERCENT = 15;
    private static final int CHARGES_OF_AN_ACCOUNT = 6;

    /** A charge that may still be amended. */
    private static final class Lineage {
        private final String originalId;
        private final String chargeNumber;
        private final String accountId;
        private final @Nullable String org;
        private Instant lastCreatedOn;
        private LocalDate rightBookingDate;
        private int segment = 1;
        private int version = 1;

        Lineage(
                String originalId,
                String chargeNumber,
                String accountId,
                @Nullable String org,
                Instant createdOn,
                LocalDate rightBookingDate) {
            this.originalId = originalId;
            this.chargeNumber = chargeNumber;
            this.accountId = accountId;
            this.org = org;
            this.lastCreatedOn = createdOn;
            this.rightBookingDate = rightBookingDate;
        }
    }

    private final Tenant tenant;
    private final UUID entity;
    private final List<String> orgs;
    private final long seed;
    private final Random random;
    private final @Nullable Lineage[] inMotion = new @Nullable Lineage[LINEAGES_IN_MOTION];
    private long ids;
    private long lineages;

    DemoLineages(Tenant tenant, UUID entity, List<String> orgs, long seed) {
        this.tenant = tenant;
        this.entity = entity;
        this.orgs = orgs;
        this.seed = mix(seed ^ tenant.id());
        this.random = new Random(this.seed);
    }

    /**
     * Makes the next charge.
     *
     * @param progress how much of all is done, from 0 to 1
     */
    ChargeRow next(double progress) {
        int slot = random.nextInt(LINEAGES_IN_MOTION);
        Lineage found = inMotion[slot];
        if (found != null && percent(AMENDED_PERCENT)) {
            amend(found, progress);
            return row(found, nextId());
        }
        Lineage lineage = newLineage(progress);
        inMotion[slot] = lineage;
        if (percent(ORIGINAL_MISSING_PERCENT)) {
            // No one ever loaded the original: the first row that is there is the earliest.
            amend(lineage, progress);
            lineage.rightBookingDate = dateOf(lineage.lastCreatedOn);
            return row(lineage, nextId());
        }
        return row(lineage, lineage.originalId);
    }

    private Lineage newLineage(double progress) {
        lineages++;
        Instant createdOn = createdOn(progress);
        return new Lineage(
                nextId(),
                String.format(Locale.ROOT, "C-%08d", lineages),
                hex(mix(seed + 1), lineages / CHARGES_OF_AN_ACCOUNT),
                orgs.isEmpty() ? null : orgs.get(random.nextInt(orgs.size())),
                createdOn,
                dateOf(createdOn));
    }

    private void amend(Lineage lineage, double progress) {
        Instant createdOn = createdOn(progress);
        lineage.lastCreatedOn = createdOn.isAfter(lineage.lastCreatedOn)
                ? createdOn
                : lineage.lastCreatedOn.plus(1 + random.nextInt(60 * 24 * 30), ChronoUnit.MINUTES);
        lineage.version++;
        lineage.segment += percent(30) ? 1 : 0;
    }

    private ChargeRow row(Lineage lineage, String id) {
        return new ChargeRow(
                tenant,
                entity,
                lineage.org,
                id,
                lineage.originalId,
                lineage.lastCreatedOn,
                lineage.segment,
                lineage.version,
                bookingDate(lineage),
                lineage.chargeNumber,
                lineage.accountId);
    }

    private @Nullable LocalDate bookingDate(Lineage lineage) {
        if (percent(BOOKING_DATE_NULL_PERCENT)) {
            return null;
        }
        return percent(100 * BOOKING_DATE_RIGHT_PERCENT / (100 - BOOKING_DATE_NULL_PERCENT))
                ? lineage.rightBookingDate
                : lineage.rightBookingDate.minusDays(1 + random.nextInt(30));
    }

    /** Working hours mostly, and often enough a time that is another date in another time zone. */
    private Instant createdOn(double progress) {
        Instant day = FIRST_DAY.plusSeconds((long) (progress * DAYS * 86_400));
        int minuteOfDay = percent(NEAR_MIDNIGHT_PERCENT)
                ? Math.floorMod(random.nextInt(240) - 120, 1440)
                : 480 + random.nextInt(600);
        LocalTime time = LocalTime.ofSecondOfDay(60L * minuteOfDay + random.nextInt(60))
                .plus(random.nextInt(1000), ChronoUnit.MILLIS);
        return ZonedDateTime.of(dateOf(day), time, tenant.timeZone()).toInstant();
    }

    private LocalDate dateOf(Instant instant) {
        return LocalDate.ofInstant(instant, tenant.timeZone());
    }

    private boolean percent(int share) {
        return random.nextInt(100) < share;
    }

    private String nextId() {
        return hex(seed, ids++);
    }

    /** The first half alone is different for each number, because mix loses nothing. */
    private static String hex(long seed, long number) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(mix(seed + number)) + hex.toHexDigits(mix(mix(seed) ^ number));
    }

    /** The finalizer of SplitMix64, which is a bijection. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
