package dev.bookingdate.server.production;

import java.util.List;
import java.util.stream.Collectors;

/** Production mode is asked for, and the settings are not made for it. */
public final class ProductionRefusedException extends RuntimeException {

    /** One rule that is broken, and what mends it. */
    record Broken(String rule, String remedy) {}

    private final List<Broken> broken;

    ProductionRefusedException(List<Broken> broken) {
        super("bookingdate.production is true. "
                + broken.stream().map(Broken::rule).collect(Collectors.joining(" ")));
        this.broken = List.copyOf(broken);
    }

    List<Broken> broken() {
        return broken;
    }
}
