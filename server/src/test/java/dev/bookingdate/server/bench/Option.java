package dev.bookingdate.server.bench;

import java.util.List;
import java.util.stream.Stream;

/** What can be set by {@code -Dbench.…}: lower values for a quick look. */
final class Option {

    /** The same seed makes the same charges, and the same moments. */
    static final long SEED = number("bench.seed", 1);

    private Option() {}

    static int number(String name, int otherwise) {
        return Integer.getInteger(name, otherwise);
    }

    /** A list of numbers, separated by commas. */
    static List<Long> numbers(String name, String otherwise) {
        return Stream.of(System.getProperty(name, otherwise).split(","))
                .map(String::strip)
                .map(Long::valueOf)
                .toList();
    }

    /** Further settings of every node, such as {@code bookingdate.engine.threads=1}, separated by spaces. */
    static List<String> node() {
        return Stream.of(System.getProperty("bench.node", "").split(" "))
                .filter(property -> !property.isBlank())
                .toList();
    }

    static int rounds() {
        return number("bench.rounds", 5);
    }
}
