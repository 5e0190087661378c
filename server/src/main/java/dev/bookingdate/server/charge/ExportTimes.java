package dev.bookingdate.server.charge;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dates and timestamps of exports: ISO 8601 with the liberties that exporters take, and what {@link TimeOptions}
 * name besides. What can be read in two ways is not read.
 */
final class ExportTimes {

    private static final String DAY = "(\\d{4})-(\\d\\d)-(\\d\\d)";
    private static final Pattern DATE = Pattern.compile(DAY);
    private static final Pattern TIMESTAMP =
            Pattern.compile(DAY + "[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?"
                    + "(?: ?([Zz]|[+-](?:\\d\\d(?::?\\d\\d)?|\\d(?::\\d\\d)?)))?"
                    + "(?:\\[([^\\]]+)\\]| ([A-Za-z][A-Za-z0-9_+/-]*))?");
    private static final Pattern ONE_DIGIT = Pattern.compile("^([+-])(\\d):");
    private static final int MICROSECOND_DIGITS = 6;

    /** Abbreviations such as CST mean several zones; these two do not. */
    private static final Set<String> SHORT_ZONES = Set.of("UTC", "GMT");

    private static final String OTHER_FORMAT = "--date-format=PATTERN accepts other formats.";

    private final TimeOptions options;
    private final Map<String, ZoneId> zones = new HashMap<>();
    private long bareDates;

    ExportTimes(TimeOptions options) {
        this.options = options;
    }

    /** How many timestamps were dates only, and read as midnight. */
    long bareDates() {
        return bareDates;
    }

    /**
     * Reads a timestamp, to the microsecond, as PostgreSQL keeps it. Without an offset or a zone it is local time in the
     * tenant's time zone: one that the clocks skipped in spring is moved on by the gap, one that they showed twice in
     * autumn is the first. A date alone is midnight, as {@link TimeOptions} say.
     */
    Instant timestamp(String text, ZoneId tenantZone) throws RowRejectedException {
        Written written = read(text, "timestamp");
        LocalDateTime local;
        ZoneId zone = written.zone() == null ? tenantZone : written.zone();
        if (written.time() == null) {
            if (options.rejectsBareDates()) {
                throw new RowRejectedException(
                        "has no time of day: " + Quoted.of(text),
                        "--bare-dates=ZONE accepts it as midnight in that zone.");
            }
            bareDates++;
            local = written.date().atStartOfDay();
            zone = options.bareDates() == null ? tenantZone : options.bareDates();
        } else {
            local = written.date().atTime(written.time());
        }
        return local.atZone(zone).toInstant();
    }

    /** Reads a date; of a timestamp, the date that is written there. */
    LocalDate dateOf(String text) throws RowRejectedException {
        return read(text, "date").date();
    }

    private Written read(String text, String what) throws RowRejectedException {
        try {
            Matcher timestamp = TIMESTAMP.matcher(text);
            Matcher date = DATE.matcher(text);
            Written written = timestamp.matches()
                    ? written(timestamp, text)
                    : date.matches() ? new Written(day(date), null, null) : byPattern(text);
            requireYear(written.date(), text);
            return written;
        } catch (DateTimeException e) {
            throw new RowRejectedException("is no " + what + ": " + Quoted.of(text), OTHER_FORMAT);
        }
    }

    private Written written(Matcher matcher, String text) throws RowRejectedException {
        LocalDate date = day(matcher);
        int hour = number(matcher.group(4));
        int minute = number(matcher.group(5));
        int second = number(matcher.group(6));
        int micros = microseconds(matcher.group(7));
        if (second == 60 && minute == 59) {
            throw new RowRejectedException("is a leap second, which is not supported: " + Quoted.of(text));
        }
        if (hour == 24 && minute + second + micros == 0) {
            date = date.plusDays(1);
            hour = 0;
        }
        LocalTime time = LocalTime.of(hour, minute, second, micros * 1000);
        return new Written(date, time, zone(matcher, date.atTime(time), text));
    }

    private @Nullable ZoneId zone(Matcher matcher, LocalDateTime local, String text) throws RowRejectedException {
        String offset = matcher.group(8);
        String name = matcher.group(9) == null ? matcher.group(10) : matcher.group(9);
        ZoneId named = name == null ? null : named(name, text);
        if (offset == null) {
            return named;
        }
        ZoneOffset written =
                ZoneOffset.of(ONE_DIGIT.matcher(offset).replaceFirst("$10$2:").toUpperCase(Locale.ROOT));
        if (named != null
                && !named.getRules().getOffset(local.toInstant(written)).equals(written)) {
            throw new RowRejectedException("has an offset that does not match its time zone: " + Quoted.of(text));
        }
        return written;
    }

    private ZoneId named(String name, String text) throws RowRejectedException {
        ZoneId known = zones.get(name);
        if (known == null) {
            boolean clear = SHORT_ZONES.contains(name)
                    || (name.indexOf('/') > 0 && ZoneId.getAvailableZoneIds().contains(name));
            if (!clear) {
                throw new RowRejectedException("has an ambiguous or unknown time zone: " + Quoted.of(text));
            }
            known = ZoneId.of(name);
            zones.put(name, known);
        }
        return known;
    }

    private Written byPattern(String text) throws RowRejectedException {
        String plain = text.replace('\u00a0', ' ').replace('\u202f', ' ');
        Set<Written> readings = new HashSet<>();
        for (DateTimeFormatter pattern : options.patterns()) {
            try {
                TemporalAccessor parsed = pattern.parse(plain);
                readings.add(new Written(
                        LocalDate.from(parsed),
                        parsed.query(TemporalQueries.localTime()),
                        parsed.query(TemporalQueries.zone())));
            } catch (DateTimeException e) {
                // Perhaps by the next one.
            }
        }
        if (readings.size() > 1) {
            throw new RowRejectedException(
                    "matches several --date-format patterns with different results: " + Quoted.of(text));
        }
        return readings.stream().findFirst().orElseThrow(() -> new DateTimeException("in no pattern"));
    }

    private void requireYear(LocalDate date, String text) throws RowRejectedException {
        if (date.getYear() < options.firstYear() || date.getYear() > options.lastYear()) {
            throw new RowRejectedException(
                    "is outside of the years " + options.firstYear() + " to " + options.lastYear() + ": "
                            + Quoted.of(text),
                    "--years=FROM-TO widens the range.");
        }
    }

    private static LocalDate day(Matcher matcher) {
        int year = number(matcher.group(1));
        if (year == 0) {
            // PostgreSQL counts 1 BC before 1 AD.
            throw new DateTimeException("no year");
        }
        return LocalDate.of(year, number(matcher.group(2)), number(matcher.group(3)));
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int microseconds(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000").substring(0, MICROSECOND_DIGITS));
    }

    /** What stands there; time and zone only where they do. */
    private record Written(
            LocalDate date,
            @Nullable LocalTime time,
            @Nullable ZoneId zone) {}
}
