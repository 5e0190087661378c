package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobKey;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** One walk of a worker through a partition that it has claimed: chunk after chunk, from where the checkpoint stands. */
final class Walk {

    private static final Logger log = LoggerFactory.getLogger(Walk.class);

    private final JobStatements statements;
    private final PartitionQueue queue;
    private final EngineProperties properties;
    private final FailureLimit failureLimit;
    private final RunningJobs runningJobs;
    private final RunningJob running;
    private final Pace pace;

    private Claim claim;
    private Position position;
    private int stripes;
    // The node before may have left a stripe for a second attempt.
    private boolean again = true;
    private int attempts;

    Walk(
            JobStatements statements,
            PartitionQueue queue,
            EngineProperties properties,
            RunningJobs runningJobs,
            RunningJob running,
            Claim claim) {
        this.statements = statements;
        this.queue = queue;
        this.properties = properties;
        this.failureLimit = properties.failureLimit();
        this.runningJobs = runningJobs;
        this.running = running;
        this.pace = new Pace(properties.chunkTarget(), properties.windowRows(), properties.stripes());
        this.claim = claim;
        this.position = claim.position();
        // A window is finished in the stripes that it was begun with, whatever this node would have chosen.
        this.stripes = claim.stripes() == null ? pace.stripes() : claim.stripes();
    }

    /** Works until nothing is left. Returns how the job has to end; empty when its row has to be looked at first. */
    Optional<Ending> run() {
        while (!runningJobs.draining()) {
            Chunk chunk = null;
            try {
                if (!claim.cut() && !cut()) {
                    return Optional.empty();
                }
                if (position.windowTo() == null) {
                    if (position.windowAfter() >= claim.upperKey()) {
                        statements.reconcile(claim, running);
                        return Optional.of(Ending.done());
                    }
                    beginWindow();
                }
                chunk = new Chunk(position, stripes, pace.end(position), again);
                if (!commit(chunk)) {
                    return Optional.empty();
                }
            } catch (JobInterruptedException e) {
                return Optional.empty();
            } catch (DataAccessException e) {
                ChunkFailure failure = ChunkFailure.of(e);
                switch (failure.kind()) {
                    case CANCELLED -> {
                        return Optional.empty();
                    }
                    case LOST -> throw e;
                    case RETRY -> giveWay(chunk, failure);
                    case DATA -> {
                        if (chunk == null) {
                            throw e;
                        }
                        if (!chunk.isSingle()) {
                            pace.halve(chunk);
                            continue;
                        }
                        Optional<PassedOver> passedOver = passOver(chunk, failure);
                        if (passedOver.isEmpty()) {
                            return Optional.empty();
                        }
                        if (failureLimit.isExceededBy(passedOver.get())) {
                            return Optional.of(Ending.tooManyFailed(passedOver.get()));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Cuts the job, and puts the further partitions in the queue. A node that dies between leaves that to the sweeper. */
    private boolean cut() {
        Optional<Cut> cut = statements.cut(claim, properties.partitionRows(), properties.maxPartitions(), running);
        if (cut.isEmpty()) {
            return false;
        }
        claim = claim.cutAt(cut.get().upperKey());
        int partitions = cut.get().partitions();
        if (partitions > 1) {
            JobKey job = claim.key().job();
            log.info("job={} is cut into {} partitions", job, partitions);
            for (int number = 1; number < partitions; number++) {
                queue.add(new PartitionKey(job, number));
            }
            statements.tellOfNewPartitions(job);
        }
        return true;
    }

    private void beginWindow() {
        stripes = pace.stripes();
        pace.beginWindow();
        position = position.inWindow(statements.nextWindow(claim, position, pace.windowRows(), running));
    }

    /** False when the gate refused the chunk. */
    private boolean commit(Chunk chunk) {
        long began = System.nanoTime();
        Optional<Done> done = statements.chunk(claim, chunk, running);
        if (done.isEmpty()) {
            return false;
        }
        pace.committed(chunk, done.get(), System.nanoTime() - began);
        again = done.get().next().samePlaceAs(chunk.from());
        position = done.get().next();
        attempts = 0;
        return true;
    }

    private void giveWay(@Nullable Chunk chunk, ChunkFailure failure) {
        log.info("partition={} chunk={} waits: {}", claim.key(), position.chunkNo(), failure.reason());
        if (chunk != null) {
            pace.halve(chunk);
        }
        running.pause(backOff(++attempts));
    }

    /** Empty when the gate refused it. */
    private Optional<PassedOver> passOver(Chunk single, ChunkFailure failure) {
        Optional<PassedOver> passedOver = statements.passOver(claim, single, failure.reason(), running);
        passedOver.ifPresent(p -> {
            log.warn("partition={} passes over a charge: {}", claim.key(), failure.reason());
            pace.passedOver(single);
            position = p.next();
            again = false;
        });
        return passedOver;
    }

    private static Duration backOff(int attempts) {
        return Duration.ofMillis(Math.min(1000, 20L << Math.min(attempts, 6)));
    }
}
