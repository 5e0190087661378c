package dev.bookingdate.server.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.bookingdate.server.chaos.Evidence.Audit;
import dev.bookingdate.server.chaos.Evidence.ChargeChange;
import dev.bookingdate.server.chaos.Evidence.Job;
import dev.bookingdate.server.chaos.Evidence.ProgressChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** I2: a job's counts are its audit rows and the charges that it changed; a completed one has looked at all in scope. */
final class CountsAreRight implements Invariant {

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        Map<String, Long> audited = evidence.audits().stream().collect(groupingBy(Audit::job, counting()));
        Map<Long, ProgressChange> chunks = Chunks.of(evidence).byTransaction();
        Map<String, Long> changed = evidence.chargeChanges().stream()
                .filter(change -> change.isByEngine() && chunks.containsKey(change.xid()))
                .collect(groupingBy(
                        (ChargeChange change) -> chunks.get(change.xid()).job(), counting()));
        for (Job job : evidence.jobs()) {
            long audits = audited.getOrDefault(job.id(), 0L);
            long changes = changed.getOrDefault(job.id(), 0L);
            if (job.updated() != audits || audits != changes) {
                found.add(Violation.of(
                        "I2",
                        "counted " + job.updated() + ", audited " + audits + ", changed " + changes + " charges",
                        job));
            }
            if (job.status().equals("COMPLETED")) {
                long inScope =
                        evidence.charges().stream().filter(job::hasInScope).count();
                if (job.processed() != job.total() || job.processed() != inScope) {
                    found.add(Violation.of(
                            "I2",
                            "processed " + job.processed() + " of " + job.total() + " charges, " + inScope
                                    + " are in scope",
                            job));
                }
            }
        }
        return found;
    }
}
