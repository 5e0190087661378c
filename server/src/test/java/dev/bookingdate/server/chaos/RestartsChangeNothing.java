package dev.bookingdate.server.chaos;

import java.util.List;

/** I9: restarting the whole cluster changes nothing. */
final class RestartsChangeNothing implements Invariant {

    @Override
    public List<Violation> violations(Evidence evidence) {
        return evidence.beforeRestart().equals(evidence.afterRestart())
                ? List.of()
                : List.of(Violation.of("I9", "the tables changed", evidence.beforeRestart(), evidence.afterRestart()));
    }
}
