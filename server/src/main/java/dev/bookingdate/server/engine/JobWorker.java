package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Works on one partition of a job from where its checkpoint stands until it is done, its job is at rest, it is another
 * node's, or has to be handed over. The last one closes the job. What it holds in memory is a copy of its rows: whenever
 * in doubt it reads them again.
 */
final class JobWorker {

    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

    /** What a partition that is not to be worked on any more means for its job. */
    private record Ending(JobStatus status, @Nullable String failureReason) {}

    /** How a run ended. */
    enum Outcome {
        /** Nothing is left to do here: the partition is done, its job is at rest, or another node holds it. */
        DONE,
        /** The partition goes on, on any node. */
        HANDED_OVER
    }

    private final JobStatements statements;
    private final RunningJobs runningJobs;
    private final PartitionQueue queue;
    private final EngineProperties properties;

    JobWorker(JobStatements statements, RunningJobs runningJobs, PartitionQueue queue, EngineProperties properties) {
        this.statements = statements;
        this.runningJobs = runningJobs;
        this.queue = queue;
        this.properties = properties;
    }

    /**
     * Works on a partition.
     *
     * @throws DataAccessException when the database is out of reach; the partition has to be run again then
     */
    Outcome run(PartitionKey key) {
        RunningJob running = runningJobs.enter(key);
        if (running == null) {
            return Outcome.DONE;
        }
        try {
            while (true) {
                Optional<Claim> claim = statements.claim(key);
                if (claim.isEmpty()) {
                    settle(key);
                    return Outcome.DONE;
                }
                log.info(
                        "partition={} epoch={} claimed, {} chunks done",
                        key,
                        claim.get().epoch(),
                        claim.get().position().chunkNo());
                Optional<Ending> ending = walk(claim.get(), running);
                if (ending.isPresent()) {
                    return end(claim.get(), ending.get());
                }
                if (settle(key)) {
                    return Outcome.DONE;
                }
                if (!statements.holds(claim.get())) {
                    log.info(
                            "partition={} epoch={} is not held any more",
                            key,
                            claim.get().epoch());
                    return Outcome.DONE;
                }
                if (runningJobs.draining()) {
                    return Outcome.HANDED_OVER;
                }
                running.resume();
            }
        } finally {
            runningJobs.leave(key);
        }
    }

    /** Works chunk by chunk. Returns how the job has to end; empty when its row has to be looked at first. */
    private Optional<Ending> walk(Claim claimed, RunningJob running) {
        Claim claim = claimed;
        Position position = claim.position();
        // The node before may have left a stripe for a second attempt.
        boolean again = true;
        // A window is finished in the stripes that it was begun with, whatever this node would have chosen.
        int stripes = position.windowTo() == null || claim.stripes() == null ? properties.stripes() : claim.stripes();
        int attempts = 0;
        while (!runningJobs.draining()) {
            try {
                if (!claim.cut()) {
                    Optional<Cut> cut = cut(claim, running);
                    if (cut.isEmpty()) {
                        return Optional.empty();
                    }
                    claim = claim.cutAt(cut.get().upperKey());
                }
                if (position.windowTo() == null) {
                    if (position.windowAfter() >= claim.upperKey()) {
                        return Optional.of(new Ending(JobStatus.COMPLETED, null));
                    }
                    position =
                            position.inWindow(statements.nextWindow(claim, position, properties.windowRows(), running));
                    stripes = properties.stripes();
                }
                Optional<Position> next = statements.chunk(claim, position, stripes, again, running);
                if (next.isEmpty()) {
                    return Optional.empty();
                }
                again = next.get().samePlaceAs(position);
                position = next.get();
                attempts = 0;
            } catch (JobInterruptedException e) {
                return Optional.empty();
            } catch (DataAccessException e) {
                ChunkFailure failure = ChunkFailure.of(e);
                switch (failure.kind()) {
                    case CANCELLED -> {
                        return Optional.empty();
                    }
                    case RETRY -> {
                        log.info("partition={} chunk={} waits: {}", claim.key(), position.chunkNo(), failure.reason());
                        running.pause(backOff(++attempts));
                    }
                    case LOST -> throw e;
                    case DATA -> {
                        log.warn(
                                "partition={} chunk={} can't be written: {}",
                                claim.key(),
                                position.chunkNo(),
                                failure.reason());
                        return Optional.of(new Ending(JobStatus.FAILED, failure.reason()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Cuts the job, and puts the further partitions in the queue. A node that dies between leaves that to the sweeper. */
    private Optional<Cut> cut(Claim claim, RunningJob running) {
        Optional<Cut> cut = statements.cut(claim, properties.partitionRows(), properties.maxPartitions(), running);
        cut.filter(c -> c.partitions() > 1).ifPresent(c -> {
            JobKey job = claim.key().job();
            log.info("job={} is cut into {} partitions", job, c.partitions());
            for (int number = 1; number < c.partitions(); number++) {
                queue.add(new PartitionKey(job, number));
            }
            statements.tellOfNewPartitions(job);
        });
        return cut;
    }

    /** Ends the job, unless there are partitions that are not done: the last one will, or whoever settles a stop. */
    private Outcome end(Claim claim, Ending ending) {
        if (!logged(claim.key(), statements.end(claim, ending.status(), ending.failureReason()))) {
            log.info("partition={} epoch={} is left", claim.key(), claim.epoch());
        }
        return Outcome.DONE;
    }

    private boolean settle(PartitionKey key) {
        return logged(key, statements.settleStopped(key.job()));
    }

    private static boolean logged(PartitionKey key, Optional<JobStatus> status) {
        status.ifPresent(s -> log.info("job={} is {}", key.job(), s));
        return status.isPresent();
    }

    private static Duration backOff(int attempts) {
        return Duration.ofMillis(Math.min(1000, 20L << Math.min(attempts, 6)));
    }
}
