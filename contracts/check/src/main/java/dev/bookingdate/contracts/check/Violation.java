package dev.bookingdate.contracts.check;

import dev.bookingdate.desk.source.Place;
import dev.bookingdate.desk.source.UnusableException;

/**
 * Something that is wrong, said like a compiler says it.
 *
 * @param file relative to the repository
 * @param line counted from 1
 * @param pointer JSON pointer into the file; empty for the whole
 */
public record Violation(String file, int line, String pointer, Rule rule, String text) {

    /** Returns what makes a file unusable; {@code file} is where no place is known. */
    static Violation of(String file, UnusableException unusable) {
        Place place = unusable.place();
        return place == null
                ? new Violation(file, 1, "", Rule.FORM, unusable.what())
                : new Violation(place.file(), place.line(), "", Rule.FORM, unusable.what());
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + (pointer.isEmpty() ? "/" : pointer) + ": " + rule + " – " + text;
    }
}
