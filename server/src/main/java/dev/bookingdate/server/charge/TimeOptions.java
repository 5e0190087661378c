package dev.bookingdate.server.charge;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the times of a file are read.
 *
 * @param rejectsBareDates whether a timestamp without a time of day is rejected
 * @param bareDates the zone in which such a one is midnight; null = the tenant's
 * @param patterns further ways in which dates and timestamps are written
 * @param firstYear the first year that is taken for one, 1 or more
 * @param lastYear the last one, 9999 or less
 */
public record TimeOptions(
        boolean rejectsBareDates,
        @Nullable ZoneId bareDates,
        List<DateTimeFormatter> patterns,
        int firstYear,
        int lastYear) {

    static final int FIRST_YEAR = 1900;
    static final int LAST_YEAR = 2200;

    private static final String TIME_LETTERS = "aBHhKkmsSAnN";
    private static final ZonedDateTime SAMPLE = ZonedDateTime.of(2022, 2, 14, 16, 3, 7, 0, ZoneId.of("UTC"));

    static TimeOptions defaults() {
        return new TimeOptions(false, null, List.of(), FIRST_YEAR, LAST_YEAR);
    }

    /**
     * A pattern of java.time, for English names. It has to say all of a date, and all of a time if it speaks of one.
     *
     * @throws IllegalArgumentException when it does not, or is no pattern
     */
    static DateTimeFormatter pattern(String pattern) {
        try {
            DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    // Strict reading, without which 30 February is the 28th, asks for the era of a yyyy.
                    .parseDefaulting(ChronoField.ERA, 1)
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
            TemporalAccessor read = formatter.parse(formatter.format(SAMPLE));
            boolean dated = SAMPLE.toLocalDate().equals(LocalDate.from(read));
            LocalTime time = read.query(TemporalQueries.localTime());
            if (dated && (time != null || !speaksOfTime(pattern))) {
                return formatter;
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + pattern + "' does not say all of a date or of a time", e);
        }
        throw new IllegalArgumentException("'" + pattern + "' does not say all of a date or of a time");
    }

    private static boolean speaksOfTime(String pattern) {
        return pattern.replaceAll("'[^']*'", "").chars().anyMatch(letter -> TIME_LETTERS.indexOf(letter) >= 0);
    }
}
