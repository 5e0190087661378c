package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;

/**
 * Works on one partition of a job from where its checkpoint stands until it is done, its job is at rest, it is another
 * node's, or has to be handed over. The last one closes the job. What it holds in memory is a copy of its rows: whenever
 * in doubt it reads them again.
 */
final class JobWorker {

    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

    private static final Duration UNTIL_IT_HAS_LEFT = Duration.ofSeconds(1);

    private final Equipment equipment;
    private final JobStatements statements;
    private final RunningJobs runningJobs;

    JobWorker(Equipment equipment, RunningJobs runningJobs) {
        this.equipment = equipment;
        this.statements = equipment.statements();
        this.runningJobs = runningJobs;
    }

    /**
     * Works on a partition.
     *
     * @param due when it was to be worked on; it may be later
     * @throws DataAccessException when the database is out of reach; the partition has to be run again then
     */
    Outcome run(PartitionKey key, Instant due) {
        RunningJob running = runningJobs.enter(key);
        if (running == null) {
            // Its heartbeat came too late, and it was given out once more. Gone from the queue, nobody would revive it.
            return Outcome.postponed(now().plus(UNTIL_IT_HAS_LEFT));
        }
        try {
            Optional<Brake> brake = before(key);
            if (brake.isPresent()) {
                statements.tellWaiting(key, brake.get().reason());
                equipment.metrics().throttled(brake.get().kind(), brake.get().pause());
                return Outcome.postponed(now().plus(brake.get().pause()));
            }
            while (true) {
                running.progress();
                Optional<Claim> claim = statements.claim(key);
                if (claim.isEmpty()) {
                    settle(key);
                    return Outcome.DONE;
                }
                // What comes back from a wait, again and again, is no news.
                log.atLevel(claim.get().throttleReason() == null ? Level.INFO : Level.DEBUG)
                        .log(
                                "partition={} epoch={} claimed, {} chunks done",
                                key,
                                claim.get().epoch(),
                                claim.get().position().chunkNo());
                equipment.metrics().claimed(claim.get());
                Optional<Halt> halt = new Walk(equipment, runningJobs, running, claim.get(), late(due)).run();
                running.progress();
                if (halt.isPresent()) {
                    return halt(claim.get(), halt.get());
                }
                if (settle(key)) {
                    return Outcome.DONE;
                }
                Hold hold = statements.hold(claim.get());
                if (hold != Hold.HELD) {
                    left(claim.get(), hold);
                    return Outcome.DONE;
                }
                if (runningJobs.draining()) {
                    statements.putBack(claim.get(), null, false);
                    return Outcome.HANDED_OVER;
                }
                running.resume();
            }
        } catch (DataAccessException e) {
            tellRetry(key, e);
            throw e;
        } finally {
            runningJobs.leave(key, running);
        }
    }

    private void tellRetry(PartitionKey key, DataAccessException failure) {
        if (!ChunkFailure.isAnAnswer(failure)) {
            return;
        }
        try {
            statements.tellWaiting(
                    key, Walk.TRIES_AGAIN + ChunkFailure.of(failure).reason());
        } catch (DataAccessException e) {
            log.debug("partition={} can't say why it waits", key, e);
        }
    }

    /** Tells all nodes that a partition may be taken over at once. */
    void tellNodes(PartitionKey key) {
        statements.queue().tellOfPartitions(key.job());
    }

    private void left(Claim claim, Hold hold) {
        log.info("partition={} epoch={} is left: {}", claim.key(), claim.epoch(), hold);
        if (hold == Hold.TAKEN_OVER) {
            equipment.metrics().refusedAsZombie();
        }
    }

    /** Looked at before the claim: a partition that may not work is not moved, and its job not begun. */
    private Optional<Brake> before(PartitionKey key) {
        if (!Throttle.looksBefore(equipment.throttle())) {
            return Optional.empty();
        }
        return statements
                .timeZone(key)
                .flatMap(zone -> equipment.throttleOf(zone, key.job()).before());
    }

    private Duration late(Instant due) {
        return Duration.between(due, now());
    }

    private Instant now() {
        return equipment.clock().instant();
    }

    private Outcome halt(Claim claim, Halt halt) {
        if (halt instanceof Postponement postponement) {
            statements.putBack(claim, postponement.reason(), postponement.failed());
            return postponement.reason() == null
                    ? Outcome.yielded(postponement.until())
                    : Outcome.postponed(postponement.until());
        }
        return end(claim, (Ending) halt);
    }

    /** Ends the job, unless there are partitions that are not done: the last one will, or whoever settles a stop. */
    private Outcome end(Claim claim, Ending ending) {
        if (!logged(claim.key(), statements.end(claim, ending.status(), ending.failureReason()))) {
            log.info("partition={} epoch={} is left", claim.key(), claim.epoch());
            statements.putBack(claim, null, false);
        }
        return Outcome.DONE;
    }

    private boolean settle(PartitionKey key) {
        return logged(key, statements.settleStopped(key.job()));
    }

    private boolean logged(PartitionKey key, Optional<Ended> ended) {
        ended.ifPresent(e -> report(key.job(), e));
        return ended.isPresent();
    }

    private void report(JobKey job, Ended ended) {
        equipment.metrics().ended(ended);
        log.info(
                "job={} is {}{}: records={} updated={} unchanged={} failed={} audited={}",
                job,
                ended.status(),
                ended.dryRun() ? ", a dry run" : "",
                ended.total(),
                ended.updated(),
                ended.unchanged(),
                ended.failed(),
                ended.audited());
        if (ended.status() == JobStatus.COMPLETED && !ended.isBalanced()) {
            log.warn(
                    "job={} does not add up: {} of {} records were processed, {} of {} updates are audited",
                    job,
                    ended.processed(),
                    ended.total(),
                    ended.audited(),
                    ended.updated());
        }
    }
}
