package dev.bookingdate.contracts.check;

import java.util.List;

/**
 * Something in the spec that a contract can exercise.
 *
 * @param name the folder of the operation and what it is, such as {@code stop 409}
 * @param pointer where it stands in the spec
 * @param contracts the names of those that exercise it
 */
public record CoverageItem(Level level, String name, String pointer, List<String> contracts) {

    public boolean covered() {
        return !contracts.isEmpty();
    }
}
