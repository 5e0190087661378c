package dev.bookingdate.contracts.agreement;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.TestTag;

/** Who has a say on a contract. */
public enum Side {
    /** What is written in {@code api/openapi.yaml}. */
    SPEC,
    /** The server, over HTTP. */
    SERVICE,
    /** The consumer whose contract it is. */
    CONSUMER;

    /** Returns the tag of tests that speak for this side: {@code contract-spec} and so on. */
    String tag() {
        return "contract-" + word();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Side> of(Set<TestTag> tags) {
        return Arrays.stream(values())
                .filter(side -> tags.stream().anyMatch(tag -> tag.getName().equals(side.tag())))
                .findFirst();
    }
}
