package dev.bookingdate.server.chaos;

import static java.util.stream.Collectors.groupingBy;

import dev.bookingdate.server.chaos.Evidence.JobChange;
import dev.bookingdate.server.chaos.Evidence.ProgressChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * I6: statuses only move forward, also as clients read them through any nodes; cursor and epoch only grow. I7: no chunk of
 * an epoch commits after one of a later epoch.
 */
final class StatusesMoveForward implements Invariant {

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        evidence.jobChanges().stream()
                .sorted(Comparator.comparingLong(JobChange::seq))
                .collect(groupingBy(JobChange::job))
                .values()
                .forEach(changes -> pairs(changes, (before, after) -> {
                    if (!mayFollow(before.status(), after.status())
                            || after.epoch() < before.epoch()
                            || before.stopRequested() && !after.stopRequested()) {
                        found.add(Violation.of("I6", "a job moved back", before, after));
                    }
                }));
        Chunks chunks = Chunks.of(evidence);
        chunks.partitions().values().forEach(changes -> {
            pairs(changes, (before, after) -> {
                if (after.epoch() < before.epoch()
                        || after.chunkNo() < before.chunkNo()
                        || after.windowAfter() < before.windowAfter()
                        || after.processed() < before.processed()
                        || after.updated() < before.updated()) {
                    found.add(Violation.of("I6", "a partition moved back", before, after));
                }
            });
            lookForZombies(changes, found);
        });
        lookAtReads(evidence, found);
        return found;
    }

    private static void lookForZombies(List<ProgressChange> changes, List<Violation> found) {
        ProgressChange newest = changes.get(0);
        for (ProgressChange change : changes) {
            if (change.chunkNo() != newest.chunkNo() && change.epoch() < newest.epoch()) {
                found.add(Violation.of("I7", "a chunk of an older epoch came later", newest, change));
            }
            newest = change.epoch() >= newest.epoch() ? change : newest;
        }
    }

    /** A read that begins after another one ended sees nothing older. */
    private static void lookAtReads(Evidence evidence, List<Violation> found) {
        Map<String, Event> newest = new HashMap<>();
        Map<Long, Event> floors = new HashMap<>();
        for (Event event : evidence.events()) {
            if (!event.op().equals("get") || event.job() == null) {
                continue;
            }
            Event known = newest.get(event.job());
            if (event.type() == Event.Type.INVOKE && known != null) {
                floors.put(event.call(), known);
            } else if (event.type() == Event.Type.OK && event.value() != null) {
                Event floor = floors.get(event.call());
                if (floor != null && floor.value() != null && !mayFollow(floor.value(), event.value())) {
                    found.add(Violation.of("I6", "a later read saw an older status", floor, event));
                }
                if (known == null || known.value() == null || rank(event.value()) > rank(known.value())) {
                    newest.put(event.job(), event);
                }
            }
        }
    }

    private static boolean mayFollow(String before, String after) {
        return before.equals(after) || rank(before) < rank(after);
    }

    private static int rank(String status) {
        return switch (status) {
            case "ACCEPTED" -> 0;
            case "PROCESSING" -> 1;
            default -> 2;
        };
    }

    private interface Pair<T> {
        void look(T before, T after);
    }

    private static <T> void pairs(List<T> changes, Pair<T> pair) {
        for (int i = 1; i < changes.size(); i++) {
            pair.look(changes.get(i - 1), changes.get(i));
        }
    }
}
