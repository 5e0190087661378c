package dev.bookingdate.server.chaos;

import static java.util.stream.Collectors.toSet;

import dev.bookingdate.server.chaos.Evidence.Charge;
import dev.bookingdate.server.chaos.Evidence.ChargeChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * I10: a user's write that was answered is never lost. A segment, which no job writes, is at the end what its user wrote
 * last. A booking date was there at some time; that a job has overwritten it only knowingly, and never after its own write,
 * is what {@link ChargesAreRight} sees.
 */
final class UsersWritesStay implements Invariant {

    private record Dated(long key, int day) {}

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        Set<Dated> seen = evidence.chargeChanges().stream()
                .filter(change -> change.writer().equals("user") && change.to() != null)
                .map(change -> new Dated(change.key(), day(change)))
                .collect(toSet());
        Map<Long, Set<Integer>> possible = new HashMap<>();
        for (Event event : evidence.events()) {
            if (event.op().equals("write") && event.value() != null && event.type() != Event.Type.INVOKE) {
                String[] words = event.value().split(" ", -1);
                long key = Long.parseLong(words[0]);
                int number = Integer.parseInt(words[2]);
                if (words[1].equals("segment")) {
                    note(possible.computeIfAbsent(key, k -> new HashSet<>(Set.of(0))), event.type(), number);
                } else if (event.type() == Event.Type.OK && !seen.contains(new Dated(key, day(number)))) {
                    found.add(Violation.of("I10", "a user's booking date was never there", event));
                }
            }
        }
        for (Charge charge : evidence.charges()) {
            Set<Integer> segments = possible.getOrDefault(charge.key(), Set.of(0));
            if (!segments.contains(charge.segment())) {
                found.add(Violation.of("I10", "a user's segment is lost; it should be one of " + segments, charge));
            }
        }
        return found;
    }

    private static void note(Set<Integer> possible, Event.Type type, int number) {
        if (type == Event.Type.OK) {
            possible.clear();
        }
        if (type != Event.Type.FAIL) {
            possible.add(number);
        }
    }

    private static int day(ChargeChange change) {
        return change.to() == null ? 0 : change.to();
    }

    static int day(int number) {
        return (int) LocalDate.parse(ChargeUsers.FUTURE).toEpochDay() + number;
    }
}
