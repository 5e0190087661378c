package dev.bookingdate.server.job;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as people of a tenant read them, in the tenant's time zone: {@code 2023-12-14 16:03:26.000000000 +08:00}. */
public final class ReadableTime {

    private static final DateTimeFormatter PATTERN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSS XXX", Locale.ROOT);

    private ReadableTime() {}

    /** The instant in the pattern {@code yyyy-MM-dd HH:mm:ss.SSSSSSSSS XXX}. */
    public static String format(Instant instant, ZoneId zone) {
        return PATTERN.format(instant.atZone(zone));
    }
}
