package dev.bookingdate.server.chaos;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.bookingdate.server.chaos.Evidence.Job;
import dev.bookingdate.server.chaos.Evidence.JobChange;
import dev.bookingdate.server.chaos.Evidence.ProgressChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * I4: after a stop was answered with 200 at most one further chunk of each partition commits, the one in flight, and none
 * once the job is at rest. I5: 200 means that it ends STOPPED, 409 that it had ended before the answer.
 */
final class StopsAreKept implements Invariant {

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        Chunks chunks = Chunks.of(evidence);
        Map<String, List<ProgressChange>> chunksOfJob = chunks.byJob();
        Map<String, Job> jobs = evidence.jobs().stream().collect(toMap(Job::id, identity()));
        Map<String, JobChange> ends = ends(evidence);
        Map<String, Event> firstStops = evidence.events().stream()
                .filter(event -> isAnswer(event, 200))
                .collect(toMap(event -> String.valueOf(event.job()), identity(), (first, later) -> first));
        firstStops.forEach((job, stop) -> {
            chunks.partitions().keySet().stream()
                    .filter(partition -> partition.job().equals(job))
                    .forEach(partition -> {
                        List<ProgressChange> late = chunksOfJob.getOrDefault(job, List.of()).stream()
                                .filter(chunk -> chunk.partition() == partition.number() && chunk.at() > stop.at())
                                .toList();
                        if (late.size() > 1) {
                            found.add(
                                    Violation.of("I4", late.size() + " chunks came after the stop's 200", stop, late));
                        }
                    });
            Job ended = jobs.get(job);
            if (ended == null || !ended.status().equals("STOPPED")) {
                found.add(Violation.of("I5", "a stop was answered with 200, and the job is not STOPPED", stop, ended));
            }
        });
        ends.forEach((job, end) -> chunksOfJob.getOrDefault(job, List.of()).stream()
                .filter(chunk -> chunk.seq() > end.seq())
                .forEach(chunk -> found.add(Violation.of("I4", "a chunk came after the job was at rest", end, chunk))));
        evidence.events().stream()
                .filter(event -> isAnswer(event, 409))
                .forEach(refusal -> Optional.ofNullable(ends.get(String.valueOf(refusal.job())))
                        .filter(end -> end.at() <= refusal.at() && !end.status().equals("STOPPED"))
                        .ifPresentOrElse(
                                end -> {},
                                () -> found.add(Violation.of(
                                        "I5", "a stop was refused though the job had not ended", refusal))));
        return found;
    }

    /** When each job came to rest. */
    static Map<String, JobChange> ends(Evidence evidence) {
        return evidence.jobChanges().stream()
                .filter(change -> Evidence.AT_REST.contains(change.status()))
                .collect(toMap(JobChange::job, identity(), (one, other) -> one.seq() < other.seq() ? one : other));
    }

    private static boolean isAnswer(Event event, int status) {
        return event.op().equals("stop") && event.status() != null && event.status() == status;
    }
}
