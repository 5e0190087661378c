package dev.bookingdate.server.chaos;

import static java.util.stream.Collectors.groupingBy;

import dev.bookingdate.server.chaos.Evidence.ProgressChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The commits of each partition in their order, and which of them are chunks. */
record Chunks(Map<Partition, List<ProgressChange>> partitions, List<ProgressChange> chunks) {

    record Partition(String job, int number) {}

    static Chunks of(Evidence evidence) {
        Map<Partition, List<ProgressChange>> partitions = evidence.progressChanges().stream()
                .sorted(Comparator.comparingLong(ProgressChange::seq))
                .collect(groupingBy(change -> new Partition(change.job(), change.partition())));
        List<ProgressChange> chunks = new ArrayList<>();
        for (List<ProgressChange> changes : partitions.values()) {
            for (int i = 1; i < changes.size(); i++) {
                if (changes.get(i).chunkNo() != changes.get(i - 1).chunkNo()) {
                    chunks.add(changes.get(i));
                }
            }
        }
        return new Chunks(partitions, chunks);
    }

    Map<Long, ProgressChange> byTransaction() {
        Map<Long, ProgressChange> result = new HashMap<>();
        chunks.forEach(chunk -> result.put(chunk.xid(), chunk));
        return result;
    }

    /** How often a partition was claimed by a node after another had it. */
    long takeovers(Collection<Long> ends) {
        long claims = 0;
        for (List<ProgressChange> changes : partitions.values()) {
            int before = 0;
            for (ProgressChange change : changes) {
                if (change.epoch() > before && before > 0 && !ends.contains(change.xid())) {
                    claims++;
                }
                before = change.epoch();
            }
        }
        return claims;
    }

    Map<String, List<ProgressChange>> byJob() {
        return chunks.stream()
                .collect(groupingBy(ProgressChange::job, TreeMap::new, java.util.stream.Collectors.toList()));
    }
}
