package dev.bookingdate.server.charge;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the dates and timestamps of exports: ISO 8601 with the liberties that exporters take. */
final class ExportTime {

    private static final Pattern TIMESTAMP = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)"
            + "[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)? ?([Zz]|[+-]\\d\\d(?::?\\d\\d)?)?");
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)");
    private static final int MICROSECOND_DIGITS = 6;

    private ExportTime() {}

    /**
     * Reads a timestamp, to the microsecond, as PostgreSQL keeps it. Without an offset it is local time in the tenant's
     * time zone: one that the clocks skipped in spring is moved on by the gap, one that they showed twice in autumn is
     * the first.
     */
    static Instant timestamp(String text, ZoneId tenantZone) throws RowRejectedException {
        Matcher matcher = TIMESTAMP.matcher(text);
        if (!matcher.matches()) {
            throw new RowRejectedException("is no timestamp: " + Quoted.of(text));
        }
        try {
            LocalDateTime local = date(matcher.group(1))
                    .atTime(
                            number(matcher.group(2)),
                            number(matcher.group(3)),
                            number(matcher.group(4)),
                            microseconds(matcher.group(5)) * 1000);
            String offset = matcher.group(6);
            return offset == null
                    ? local.atZone(tenantZone).toInstant()
                    : local.toInstant(ZoneOffset.of(offset.replace('z', 'Z')));
        } catch (DateTimeException e) {
            throw new RowRejectedException("is no timestamp: " + Quoted.of(text));
        }
    }

    /** Reads a date; of a timestamp, the date that is written there. */
    static LocalDate dateOf(String text) throws RowRejectedException {
        boolean timestamp = TIMESTAMP.matcher(text).matches();
        try {
            return date(timestamp ? text.substring(0, "yyyy-mm-dd".length()) : text);
        } catch (DateTimeException e) {
            throw new RowRejectedException("is no date: " + Quoted.of(text));
        }
    }

    private static LocalDate date(String text) {
        Matcher matcher = DATE.matcher(text);
        int year = matcher.matches() ? number(matcher.group(1)) : 0;
        if (year == 0) {
            // PostgreSQL counts 1 BC before 1 AD.
            throw new DateTimeException("no date");
        }
        return LocalDate.of(year, number(matcher.group(2)), number(matcher.group(3)));
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int microseconds(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000").substring(0, MICROSECOND_DIGITS));
    }
}
