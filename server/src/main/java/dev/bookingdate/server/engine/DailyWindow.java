package dev.bookingdate.server.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;

/**
 * The hours of a day in which jobs work.
 *
 * @param from the first minute in it
 * @param to the first minute after it; may be on the next day
 */
public record DailyWindow(LocalTime from, LocalTime to) {

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    public DailyWindow {
        if (from.equals(to)) {
            throw new IllegalArgumentException("a daily window must not begin when it ends");
        }
    }

    /**
     * Reads {@code HH:mm-HH:mm}, as configuration gives it.
     *
     * @throws IllegalArgumentException when the text is anything else, or the window is empty
     */
    public static DailyWindow valueOf(String text) {
        String[] ends = text.split("-", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("a daily window is written as HH:mm-HH:mm");
        }
        try {
            return new DailyWindow(
                    LocalTime.parse(ends[0].strip(), MINUTES), LocalTime.parse(ends[1].strip(), MINUTES));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a daily window is written as HH:mm-HH:mm", e);
        }
    }

    boolean contains(Instant instant, ZoneId zone) {
        LocalTime time = instant.atZone(zone).toLocalTime();
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    /** When the window opens next. */
    Instant nextOpening(Instant instant, ZoneId zone) {
        LocalDate today = instant.atZone(zone).toLocalDate();
        // A clock that is put forward moves an opening that falls into the gap behind it.
        Instant opening = ZonedDateTime.of(today, from, zone).toInstant();
        return opening.isAfter(instant)
                ? opening
                : ZonedDateTime.of(today.plusDays(1), from, zone).toInstant();
    }

    /** {@code HH:mm-HH:mm}. */
    @Override
    public String toString() {
        return MINUTES.format(from) + "-" + MINUTES.format(to);
    }
}
