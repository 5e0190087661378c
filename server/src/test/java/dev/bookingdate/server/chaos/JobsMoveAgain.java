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
        evidence.events().stream()
                .filter(event -> event.op().equals("shutdown"))
                .forEach(
                        event -> found.add(Violation.of("I8", "a node did not shut down when it was asked to", event)));
        long bound = evidence.restBound().toNanos() / 1000;
        Map<String, TreeSet<Long>> moves = Stream.concat(
                        evidence.jobChanges().stream().collect(groupingBy(JobChange::job)).values().stream()
                                .flatMap(JobsMoveAgain::moves),
                        Chunks.of(evidence).moves().map(change -> new Move(change.job(), change.at())))
                .collect(groupingBy(Move::job, mapping(Move::at, toCollection(TreeSet::new))));
        Map<String, JobChange> ends = StopsAreKept.ends(evidence);
        for (Calm calm : calms(evidence)) {
            for (Job job : evidence.jobs()) {
                lookFor(calm, job, moves.getOrDefault(job.id(), new TreeSet<>()), ends.get(job.id()), bound, found);
            }
        }
        return found;
    }

    /** From when a fault is over, or hurts some nodes only, until the next one begins. */
    private record Calm(Event fault, long from, long until) {}

    private static List<Calm> calms(Evidence evidence) {
        List<Event> faults = evidence.events().stream()
                .filter(event -> event.op().equals("fault"))
                .toList();
        List<Calm> calms = new ArrayList<>();
        @Nullable Event over = null;
        for (Event event : faults) {
            if (event.type() == Event.Type.INVOKE) {
                if (over != null) {
                    calms.add(new Calm(over, over.at(), event.at()));
                }
                over = null;
            } else if (over == null) {
                over = event;
            }
        }
        if (over != null) {
            calms.add(new Calm(over, over.at(), Long.MAX_VALUE));
        }
        return calms;
    }

    /** Between two moves of a job that is not at rest no more than the bound may pass. */
    private static void lookFor(
            Calm calm, Job job, TreeSet<Long> moves, @Nullable JobChange end, long bound, List<Violation> found) {
        if (moves.isEmpty()) {
            return;
        }
        long from = Math.max(calm.from(), moves.first());
        long until = Math.min(calm.until(), end == null ? Long.MAX_VALUE : end.at());
        for (long at = from; at < until; ) {
            Long next = moves.higher(at);
            long then = next == null ? until : Math.min(next, until);
            if (then - at > bound) {
                found.add(Violation.of(
                        "I8",
                        "a job did not move for "
                                + (then == Long.MAX_VALUE ? "ever" : (then - at) / 1_000_000.0 + " s")
                                + ", from " + at + " on",
                        calm.fault(),
                        job));
            }
            at = then;
        }
    }

    /** That somebody claims a job, or asks for its stop, is no move. */
    private static Stream<Move> moves(List<JobChange> changes) {
        List<Move> moves = new ArrayList<>();
        @Nullable JobChange before = null;
        for (JobChange change : changes) {
            if (before == null || !before.status().equals(change.status())) {
                moves.add(new Move(change.job(), change.at()));
            }
            before = change;
        }
        return moves.stream();
    }
}
