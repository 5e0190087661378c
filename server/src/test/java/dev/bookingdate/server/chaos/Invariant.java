package dev.bookingdate.server.chaos;

import java.util.List;

/** A rule that must hold whatever is killed or cut. */
interface Invariant {

    List<Violation> violations(Evidence evidence);
}
