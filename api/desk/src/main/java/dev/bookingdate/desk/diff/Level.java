package dev.bookingdate.desk.diff;

import java.util.Locale;

/** How bad a change is, the worst last. */
public enum Level {
    NONE,
    COMPATIBLE,
    UNCLEAR,
    BREAKING;

    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it has to stop a build: what can't be decided is treated as breaking. */
    public boolean isRed() {
        return this == UNCLEAR || this == BREAKING;
    }

    Level orWorse(Level other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
