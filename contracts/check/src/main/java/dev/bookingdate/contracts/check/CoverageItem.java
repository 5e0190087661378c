package dev.bookingdate.contracts.check;

import dev.bookingdate.desk.source.SpecNode;
import java.util.List;

/**
 * Something in the spec that a contract can exercise.
 *
 * @param name what consumers call the operation, and what it is, such as {@code stop 409}
 * @param node where it stands in the spec
 * @param contracts the names of those that exercise it
 */
public record CoverageItem(Level level, String name, SpecNode node, List<String> contracts) {

    public boolean covered() {
        return !contracts.isEmpty();
    }
}
