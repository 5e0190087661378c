package dev.bookingdate.server.chaos;

import java.util.List;

/** Holds the evidence of a run against all eleven invariants. */
final class Checker {

    private static final List<Invariant> INVARIANTS = List.of(
            new ChargesAreRight(),
            new CountsAreRight(),
            new UsersWritesStay(),
            new StopsAreKept(),
            new StatusesMoveForward(),
            new JobsMoveAgain(),
            new RestartsChangeNothing(),
            new LogsKeepSecrets());

    private Checker() {}

    static List<Violation> check(Evidence evidence) {
        return INVARIANTS.stream()
                .flatMap(invariant -> invariant.violations(evidence).stream())
                .toList();
    }
}
