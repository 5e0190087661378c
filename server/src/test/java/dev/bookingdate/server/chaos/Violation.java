package dev.bookingdate.server.chaos;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invariant that was broken.
 *
 * @param invariant its name, {@code I1} to {@code I11}
 * @param evidence the records that show it
 */
record Violation(String invariant, String what, List<String> evidence) {

    static Violation of(String invariant, String what, @Nullable Object... evidence) {
        return new Violation(
                invariant, what, Arrays.stream(evidence).map(String::valueOf).toList());
    }

    @Override
    public String toString() {
        return invariant + ": " + what
                + evidence.stream().limit(12).map(e -> "\n    " + e).reduce("", String::concat);
    }
}
