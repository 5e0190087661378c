package dev.bookingdate.server.chaos;

import dev.bookingdate.server.chaos.Evidence.Audit;
import dev.bookingdate.server.chaos.Evidence.Charge;
import dev.bookingdate.server.chaos.Evidence.ChargeChange;
import dev.bookingdate.server.chaos.Evidence.Failure;
import dev.bookingdate.server.chaos.Evidence.Job;
import dev.bookingdate.server.chaos.Evidence.JobChange;
import dev.bookingdate.server.chaos.Evidence.ProgressChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A small run in which nothing went wrong, made by hand, so that a test can plant a violation in it: a job that is completed
 * by two nodes after a takeover, a second one that is stopped, a user who writes between the two, a charge of another org.
 * A second is a million.
 */
final class PlantedRun {

    static final UUID ENTITY = new UUID(0, 1);
    static final int TARGET = 18_000;
    static final int OLD = 17_000;
    static final int USERS = UsersWritesStay.day(5);

    final List<Event> events = new ArrayList<>();
    final List<Job> jobs = new ArrayList<>();
    final List<Charge> charges = new ArrayList<>();
    final List<JobChange> jobChanges = new ArrayList<>();
    final List<ProgressChange> progressChanges = new ArrayList<>();
    final List<ChargeChange> chargeChanges = new ArrayList<>();
    final List<Audit> audits = new ArrayList<>();
    final Set<Failure> failures = new HashSet<>();
    final List<String> secretsInLogs = new ArrayList<>();
    String afterRestart = "all as it was";

    PlantedRun() {
        charges.add(new Charge(1, 1, ENTITY, "eu", TARGET, OLD, TARGET, 0));
        charges.add(new Charge(2, 1, ENTITY, "eu", TARGET, null, USERS, 7));
        charges.add(new Charge(3, 1, ENTITY, "eu", TARGET, TARGET, TARGET, 0));
        charges.add(new Charge(4, 1, ENTITY, "apac", TARGET, OLD, OLD, 0));
        charges.add(new Charge(5, 1, ENTITY, "eu", TARGET, null, null, 0));
        done();
        stopped();
        fault();
    }

    private void done() {
        jobs.add(new Job("done", 1, ENTITY, List.of("eu"), 4, "COMPLETED", 3, 3, 2, 0));
        job(1, 100, 1, "done", "ACCEPTED", 0, false);
        progress(2, 100, 1, "done", 0, 0, 0, 0, 0);
        job(3, 101, 2, "done", "PROCESSING", 1, false);
        progress(4, 101, 2, "done", 1, 0, 0, 0, 0);
        change(5, 102, 3, 1, OLD, TARGET, "engine");
        progress(6, 102, 3, "done", 1, 1, 1, 1, 1);
        job(7, 103, 8, "done", "PROCESSING", 2, false);
        progress(8, 103, 8, "done", 2, 1, 1, 1, 1);
        change(9, 104, 9, 2, null, TARGET, "engine");
        progress(10, 104, 9, "done", 2, 2, 4, 3, 2);
        atRest(11, 105, 10, "done", 3, 2, 4, 3, 2);
        job(12, 105, 10, "done", "COMPLETED", 3, false);
        audits.add(new Audit("done", 1, OLD, TARGET));
        audits.add(new Audit("done", 2, null, TARGET));
        event(7, 1, Event.Type.INVOKE, "get", "done", null, null);
        event(8, 1, Event.Type.OK, "get", "done", 200, "PROCESSING");
        event(11, 2, Event.Type.INVOKE, "get", "done", null, null);
        event(12, 2, Event.Type.OK, "get", "done", 200, "COMPLETED");
        event(13, 3, Event.Type.INVOKE, "stop", "done", null, null);
        event(14, 3, Event.Type.FAIL, "stop", "done", 409, "58000030");
        event(15, 4, Event.Type.INVOKE, "write", null, null, "2 segment 7");
        event(16, 4, Event.Type.OK, "write", null, null, "2 segment 7");
        event(17, 5, Event.Type.INVOKE, "write", null, null, "2 booking_date 5");
        event(18, 5, Event.Type.OK, "write", null, null, "2 booking_date 5");
        change(13, 106, 18, 2, TARGET, USERS, "user");
    }

    private void stopped() {
        jobs.add(new Job("stopped", 1, ENTITY, List.of("eu"), 5, "STOPPED", 4, 0, 0, 0));
        job(20, 200, 20, "stopped", "ACCEPTED", 0, false);
        progress(21, 200, 20, "stopped", 0, 0, 0, 0, 0);
        job(22, 201, 21, "stopped", "PROCESSING", 1, false);
        progress(23, 201, 21, "stopped", 1, 0, 0, 0, 0);
        job(24, 202, 22, "stopped", "PROCESSING", 1, true);
        event(22, 6, Event.Type.INVOKE, "stop", "stopped", null, null);
        event(23, 6, Event.Type.OK, "stop", "stopped", 200, null);
        progress(25, 203, 24, "stopped", 1, 1, 1, 0, 0);
        atRest(26, 204, 25, "stopped", 2, 1, 1, 0, 0);
        job(27, 204, 25, "stopped", "STOPPED", 2, true);
    }

    /** Between the two chunks of the first job. */
    private void fault() {
        event(4, 7, Event.Type.INVOKE, "fault", null, null, "kill -9");
        event(5, 7, Event.Type.OK, "fault", null, null, "kill -9");
    }

    void job(long seq, long xid, long second, String job, String status, int epoch, boolean stopRequested) {
        jobChanges.add(new JobChange(seq, xid, second * 1_000_000, job, status, epoch, stopRequested));
    }

    void progress(
            long seq,
            long xid,
            long second,
            String job,
            int epoch,
            long chunk,
            long after,
            long processed,
            long updated) {
        progress(seq, xid, second, job, epoch, chunk, after, processed, updated, epoch > 0);
    }

    private void atRest(
            long seq,
            long xid,
            long second,
            String job,
            int epoch,
            long chunk,
            long after,
            long processed,
            long updated) {
        progress(seq, xid, second, job, epoch, chunk, after, processed, updated, false);
    }

    private void progress(
            long seq,
            long xid,
            long second,
            String job,
            int epoch,
            long chunk,
            long after,
            long processed,
            long updated,
            boolean workedOn) {
        progressChanges.add(new ProgressChange(
                seq, xid, second * 1_000_000, job, 0, epoch, chunk, after, processed, updated, 0, workedOn));
    }

    void change(
            long seq, long xid, long second, long key, @Nullable Integer from, @Nullable Integer to, String writer) {
        chargeChanges.add(new ChargeChange(seq, xid, second * 1_000_000, key, from, to, writer));
    }

    void event(
            long second,
            long call,
            Event.Type type,
            String op,
            @Nullable String job,
            @Nullable Integer status,
            @Nullable String value) {
        events.add(new Event(second * 1_000_000, call, type, op, "node1", job, status, value));
    }

    <T> void replace(List<T> list, Predicate<T> which, UnaryOperator<T> change) {
        list.replaceAll(item -> which.test(item) ? change.apply(item) : item);
    }

    List<Violation> check() {
        return Checker.check(evidence());
    }

    Evidence evidence() {
        return new Evidence(
                events,
                jobs,
                charges,
                jobChanges,
                progressChanges,
                chargeChanges,
                audits,
                failures,
                "all as it was",
                afterRestart,
                secretsInLogs,
                Duration.ofSeconds(10));
    }
}
