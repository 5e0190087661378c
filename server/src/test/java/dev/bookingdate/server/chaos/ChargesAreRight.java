package dev.bookingdate.server.chaos;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.bookingdate.server.chaos.Evidence.Audit;
import dev.bookingdate.server.chaos.Evidence.Charge;
import dev.bookingdate.server.chaos.Evidence.ChargeChange;
import dev.bookingdate.server.chaos.Evidence.Failure;
import dev.bookingdate.server.chaos.Evidence.Job;
import dev.bookingdate.server.chaos.Evidence.JobChange;
import dev.bookingdate.server.chaos.Evidence.ProgressChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * I1: every charge in scope ends as it was or as its target, and as the target if and only if exactly one (job, charge) is
 * audited. I3: nothing outside a job's scope is touched.
 */
final class ChargesAreRight implements Invariant {

    private record Written(String job, long key) {}

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        Map<Long, Charge> charges = evidence.charges().stream().collect(toMap(Charge::key, identity()));
        Map<String, Job> jobs = evidence.jobs().stream().collect(toMap(Job::id, identity()));
        Map<Written, Audit> audits = new HashMap<>();
        for (Audit audit : evidence.audits()) {
            if (audits.put(new Written(audit.job(), audit.key()), audit) != null) {
                found.add(Violation.of("I1", "a job audited a charge twice", audit));
            }
        }
        Map<Long, ProgressChange> chunks = Chunks.of(evidence).byTransaction();
        Set<Written> written = new HashSet<>();
        for (ChargeChange change : evidence.chargeChanges()) {
            if (change.isByEngine()) {
                ProgressChange chunk = chunks.get(change.xid());
                if (chunk == null) {
                    found.add(Violation.of("I1", "a charge was changed by no chunk of any job", change));
                } else {
                    Written key = new Written(chunk.job(), change.key());
                    look(change, chunk, charges.get(change.key()), jobs.get(chunk.job()), audits.get(key), found);
                    if (!written.add(key)) {
                        found.add(Violation.of("I1", "a job wrote a charge twice", change, chunk));
                    }
                }
            }
        }
        audits.forEach((key, audit) -> {
            if (!written.contains(key)) {
                found.add(Violation.of("I1", "an audited change never happened", audit));
            }
        });
        Map<Long, List<ChargeChange>> changes = evidence.chargeChanges().stream()
                .sorted(Comparator.comparingLong(ChargeChange::seq))
                .collect(groupingBy(ChargeChange::key));
        evidence.charges().forEach(charge -> follow(charge, changes.getOrDefault(charge.key(), List.of()), found));
        lookForMissed(evidence, changes, written, found);
        return found;
    }

    private static void look(
            ChargeChange change,
            ProgressChange chunk,
            @Nullable Charge charge,
            @Nullable Job job,
            @Nullable Audit audit,
            List<Violation> found) {
        if (charge == null || job == null || !job.hasInScope(charge)) {
            found.add(Violation.of("I3", "a job touched a charge that is not its own", change, chunk, charge, job));
        } else if (!Objects.equals(change.to(), charge.target())) {
            found.add(Violation.of("I1", "a job wrote a date that is not the target", change, chunk, charge));
        }
        if (audit == null
                || !Objects.equals(audit.previous(), change.from())
                || !Objects.equals(audit.written(), change.to())) {
            found.add(Violation.of("I1", "a change is not audited as it was", change, chunk, audit));
        }
    }

    /** Each change begins with what the one before left, and the table holds what the last one left. */
    private static void follow(Charge charge, List<ChargeChange> changes, List<Violation> found) {
        Integer value = charge.first();
        for (ChargeChange change : changes) {
            if (!Objects.equals(change.from(), value)) {
                found.add(Violation.of("I1", "a charge changed between two changes", charge, change));
            }
            value = change.to();
        }
        if (!Objects.equals(value, charge.last())) {
            found.add(Violation.of("I1", "a charge holds what nobody wrote", charge, changes));
        }
    }

    /** What a completed job did not write was right already at some moment while it ran, or is recorded as a failure. */
    private static void lookForMissed(
            Evidence evidence, Map<Long, List<ChargeChange>> changes, Set<Written> written, List<Violation> found) {
        Map<String, List<JobChange>> lives = evidence.jobChanges().stream().collect(groupingBy(JobChange::job));
        for (Job job : evidence.jobs()) {
            if (!job.status().equals("COMPLETED")) {
                continue;
            }
            List<JobChange> life = lives.getOrDefault(job.id(), List.of());
            long begin = life.stream().mapToLong(JobChange::at).min().orElse(0);
            long end = life.stream().mapToLong(JobChange::at).max().orElse(0);
            for (Charge charge : evidence.charges()) {
                if (job.hasInScope(charge)
                        && !written.contains(new Written(job.id(), charge.key()))
                        && !evidence.failures().contains(new Failure(job.id(), charge.key()))
                        && !wasRight(charge, changes.getOrDefault(charge.key(), List.of()), begin, end)) {
                    found.add(Violation.of("I1", "a completed job left out a charge", job, charge));
                }
            }
        }
    }

    private static boolean wasRight(Charge charge, List<ChargeChange> changes, long begin, long end) {
        Integer value = charge.first();
        for (ChargeChange change : changes) {
            if (change.at() > end) {
                break;
            }
            if (change.at() >= begin && Objects.equals(value, charge.target())) {
                return true;
            }
            value = change.to();
        }
        return Objects.equals(value, charge.target());
    }
}
