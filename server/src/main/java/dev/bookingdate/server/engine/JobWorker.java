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
 * Runs one job from where its checkpoint stands until it is at rest, is another node's, or has to be handed over. What it
 * holds in memory is a copy of its row: whenever in doubt it reads the row again.
 */
final class JobWorker {

    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

    /** How a job has to end. */
    private record Ending(JobStatus status, @Nullable String failureReason) {}

    /** How a run ended. */
    enum Outcome {
        /** Nothing is left to do here: the job is at rest, or another node holds it. */
        DONE,
        /** The job goes on, on any node. */
        HANDED_OVER
    }

    private final JobStatements statements;
    private final RunningJobs runningJobs;
    private final EngineProperties properties;

    JobWorker(JobStatements statements, RunningJobs runningJobs, EngineProperties properties) {
        this.statements = statements;
        this.runningJobs = runningJobs;
        this.properties = properties;
    }

    /**
     * Runs a job.
     *
     * @throws DataAccessException when the database is out of reach; the job has to be run again then
     */
    Outcome run(JobKey key) {
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
                        "job={} epoch={} claimed, {} chunks done",
                        key,
                        claim.get().epoch(),
                        claim.get().position().chunkNo());
                Optional<Ending> ending = walk(claim.get(), running);
                if ((ending.isPresent() && end(claim.get(), ending.get())) || settle(key)) {
                    return Outcome.DONE;
                }
                if (!statements.holds(claim.get())) {
                    log.info(
                            "job={} epoch={} is another node's",
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
    private Optional<Ending> walk(Claim claim, RunningJob running) {
        Position position = claim.position();
        // The node before may have left a stripe for a second attempt.
        boolean again = true;
        // A window is finished in the stripes that it was begun with, whatever this node would have chosen.
        int stripes = position.windowTo() == null || claim.stripes() == null ? properties.stripes() : claim.stripes();
        int attempts = 0;
        while (!runningJobs.draining()) {
            try {
                if (attempts == 0 && claim.recordsTotal() == null && position.equals(claim.position())) {
                    statements.countTotal(claim, running);
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
                        log.info("job={} chunk={} waits: {}", claim.key(), position.chunkNo(), failure.reason());
                        running.pause(backOff(++attempts));
                    }
                    case LOST -> throw e;
                    case DATA -> {
                        log.warn(
                                "job={} chunk={} can't be written: {}",
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

    private boolean end(Claim claim, Ending ending) {
        return logged(claim.key(), statements.end(claim, ending.status(), ending.failureReason()));
    }

    private boolean settle(JobKey key) {
        return logged(key, statements.settleStopped(key));
    }

    private static boolean logged(JobKey key, Optional<JobStatus> status) {
        status.ifPresent(s -> log.info("job={} is {}", key, s));
        return status.isPresent();
    }

    private static Duration backOff(int attempts) {
        return Duration.ofMillis(Math.min(1000, 20L << Math.min(attempts, 6)));
    }
}
