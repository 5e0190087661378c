package dev.bookingdate.server.chaos;

import static java.util.stream.Collectors.groupingBy;

import dev.bookingdate.server.chaos.Evidence.ProgressChange;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The commits of each partition in their order, and which of them are chunks. */
record Chunks(Map<Partition, List<ProgressChange>> partitions, List<ProgressChange> chunks) {

    record Partition(String job, int number) {}

    static Chunks of(Evidence evidence) {
        Map<Partition, List<ProgressChange>> partitions = evidence.progressChanges().stream()
                .sorted(Comparator.comparingLong(ProgressChange::seq))
                .collect(groupingBy(change -> new Partition(change.job(), change.partition())));
        return new Chunks(
                partitions,
                pairs(partitions)
                        .filter(pair -> pair.now().chunkNo() != pair.before().chunkNo())
                        .map(Pair::now)
                        .toList());
    }

    Map<Long, ProgressChange> byTransaction() {
        Map<Long, ProgressChange> result = new HashMap<>();
        chunks.forEach(chunk -> result.put(chunk.xid(), chunk));
        return result;
    }

    /** How often a partition was claimed while another worker had it. */
    long takeovers() {
        return pairs(partitions)
                .filter(pair -> pair.now().epoch() > pair.before().epoch()
                        && pair.before().workedOn()
                        && pair.now().workedOn())
                .count();
    }

    /** Commits that brought a partition on: further charges are counted or done. A claim alone brings nothing on. */
    Stream<ProgressChange> moves() {
        return pairs(partitions)
                .filter(pair -> pair.now().chunkNo() != pair.before().chunkNo()
                        || pair.now().countedTo() != pair.before().countedTo())
                .map(Pair::now);
    }

    private record Pair(ProgressChange before, ProgressChange now) {}

    private static Stream<Pair> pairs(Map<Partition, List<ProgressChange>> partitions) {
        return partitions.values().stream()
                .flatMap(changes ->
                        IntStream.range(1, changes.size()).mapToObj(i -> new Pair(changes.get(i - 1), changes.get(i))));
    }

    Map<String, List<ProgressChange>> byJob() {
        return chunks.stream()
                .collect(groupingBy(ProgressChange::job, TreeMap::new, java.util.stream.Collectors.toList()));
    }
}
