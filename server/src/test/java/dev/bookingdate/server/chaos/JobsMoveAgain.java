package dev.bookingdate.server.chaos;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import dev.bookingdate.server.chaos.Evidence.Job;
import dev.bookingdate.server.chaos.Evidence.JobChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * I8: when a fault is over, or hurts some nodes only, every job is at rest or moving again within the bound; in the end all
 * are at rest.
 */
final class JobsMoveAgain implements Invariant {

    private record Move(String job, long at) {}

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        evidence.jobs().stream()
                .filter(job -> !job.isAtRest())
                .forEach(job -> found.add(Violation.of("I8", "a job never came to rest", job)));
        long bound = evidence.restBound().toNanos() / 1000;
        Map<String, TreeSet<Long>> moves = Stream.concat(
                        evidence.jobChanges().stream().collect(groupingBy(JobChange::job)).values().stream()
                                .flatMap(JobsMoveAgain::moves),
                        evidence.progressChanges().stream().map(change -> new Move(change.job(), change.at())))
                .collect(groupingBy(Move::job, mapping(Move::at, toCollection(TreeSet::new))));
        Map<String, JobChange> ends = StopsAreKept.ends(evidence);
        List<Event> faults = evidence.events().stream()
                .filter(event -> event.op().equals("fault"))
                .toList();
        for (int i = 0; i < faults.size(); i++) {
            Event over = faults.get(i);
            if (over.type() != Event.Type.OK || disturbed(faults, i, over.at() + bound)) {
                continue;
            }
            for (Job job : evidence.jobs()) {
                TreeSet<Long> times = moves.getOrDefault(job.id(), new TreeSet<>());
                JobChange end = ends.get(job.id());
                boolean active =
                        !times.isEmpty() && times.first() <= over.at() && (end == null || end.at() > over.at());
                Long next = times.higher(over.at());
                if (active && (next == null || next > over.at() + bound)) {
                    found.add(Violation.of(
                            "I8",
                            "a job did not move for "
                                    + (next == null ? "ever" : (next - over.at()) / 1_000_000.0 + " s")
                                    + " after a fault",
                            over,
                            job));
                }
            }
        }
        return found;
    }

    /** That somebody asks for a stop is no move. */
    private static Stream<Move> moves(List<JobChange> changes) {
        List<Move> moves = new ArrayList<>();
        @Nullable JobChange before = null;
        for (JobChange change : changes) {
            if (before == null || !before.status().equals(change.status()) || before.epoch() != change.epoch()) {
                moves.add(new Move(change.job(), change.at()));
            }
            before = change;
        }
        return moves.stream();
    }

    /** Another fault began before the bound had passed. */
    private static boolean disturbed(List<Event> faults, int over, long until) {
        return faults.subList(over + 1, faults.size()).stream()
                .anyMatch(event -> event.type() == Event.Type.INVOKE && event.at() < until);
    }
}
