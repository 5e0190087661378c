package dev.bookingdate.desk.diff;

import java.util.Locale;

/** Where a change shows. Each plane has a verdict of its own. */
public enum Plane {
    /** What travels: a call that worked fails, or an answer that clients read is another. */
    WIRE,
    /** Code generated from the document: names and types. */
    SOURCE,
    /** The same call does something else: defaults, error codes, ignored members. */
    BEHAVIOUR,
    /** What only people read. */
    DOCUMENTATION;

    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }
}
