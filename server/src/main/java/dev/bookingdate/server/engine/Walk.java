package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobKey;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** One walk of a worker through a partition that it has claimed: chunk after chunk, from where the checkpoint stands. */
final class Walk {

    private static final Logger log = LoggerFactory.getLogger(Walk.class);

    private static final Pattern FIGURE = Pattern.compile("[0-9]+");

    /** So many times a chunk is repeated in which a user's writes come between all of ours. */
    private static final int PATIENCE = 5;

    private static final String WITHOUT_EFFECT = "an update of it has no effect";

    private final Equipment equipment;
    private final JobStatements statements;
    private final EngineProperties properties;
    private final FailureLimit failureLimit;
    private final RunningJobs runningJobs;
    private final RunningJob running;
    private final Pace pace;
    private final Throttle throttle;

    private Claim claim;
    private Position position;
    private int stripes;
    // The node before may have left a stripe for a second attempt.
    private boolean again = true;
    private int attempts;
    private int fruitless;
    private @Nullable String throttledBecause;
    private @Nullable PassedOver failures;
    private long lastRecords;
    private long lastNanos;

    Walk(Equipment equipment, RunningJobs runningJobs, RunningJob running, Claim claim) {
        this.equipment = equipment;
        this.statements = equipment.statements();
        this.properties = equipment.properties();
        this.failureLimit = properties.failureLimit();
        this.runningJobs = runningJobs;
        this.running = running;
        this.pace = new Pace(
                properties.chunkTarget(),
                windowRows(properties, equipment.throttle().rowsPerSecond()),
                properties.stripes());
        this.throttle =
                equipment.throttleOf(ZoneId.of(claim.timeZone()), claim.key().job());
        this.throttledBecause = claim.throttleReason();
        this.claim = claim;
        this.position = claim.position();
        // A window is finished in the stripes that it was begun with, whatever this node would have chosen.
        this.stripes = claim.stripes() == null ? pace.stripes() : claim.stripes();
    }

    /** With a limit of rows per second there are some chunks in a second, instead of one in some seconds. */
    private static int windowRows(EngineProperties properties, long rowsPerSecond) {
        return rowsPerSecond == 0
                ? properties.windowRows()
                : (int) Math.max(1, Math.min(properties.windowRows(), rowsPerSecond * properties.stripes() / 4));
    }

    /** Works until nothing is left for now. Empty when the job's row has to be looked at first. */
    Optional<Halt> run() {
        while (!runningJobs.draining()) {
            try {
                Optional<Postponement> closed = throttle.closed();
                if (closed.isPresent()) {
                    return Optional.of(closed.get());
                }
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
                if (!work(new Chunk(position, stripes, pace.end(position), again))) {
                    return Optional.empty();
                }
                if (failures != null && failureLimit.isExceededBy(failures)) {
                    return Optional.of(Ending.tooManyFailed(failures));
                }
                brake();
            } catch (JobInterruptedException e) {
                return Optional.empty();
            } catch (DataAccessException e) {
                ChunkFailure failure = ChunkFailure.of(e);
                switch (failure.kind()) {
                    case CANCELLED -> {
                        return Optional.empty();
                    }
                    case RETRY -> giveWay(failure);
                    case LOST, DATA -> throw e;
                }
            }
        }
        return Optional.empty();
    }

    /** Does a chunk, or finds out which charge is in its way. False when the gate refused it. */
    private boolean work(Chunk chunk) {
        if (fruitless == PATIENCE) {
            fruitless = 0;
            if (chunk.isSingle()) {
                return passOver(chunk, WITHOUT_EFFECT);
            }
            pace.halve(chunk);
            return true;
        }
        try {
            return commit(chunk);
        } catch (DataAccessException e) {
            ChunkFailure failure = ChunkFailure.of(e);
            switch (failure.kind()) {
                case DATA -> {
                    if (chunk.isSingle()) {
                        return passOver(chunk, failure.reason());
                    }
                    pace.halve(chunk);
                    return true;
                }
                case RETRY -> {
                    pace.halve(chunk);
                    throw e;
                }
                case CANCELLED, LOST -> throw e;
            }
            throw e;
        }
    }

    /** False when another node holds the partition. */
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
            statements.tellOfPartitions(job);
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
        long nanos = System.nanoTime() - began;
        pace.committed(chunk, done.get(), nanos);
        equipment.metrics().chunk(done.get(), nanos);
        Position next = done.get().next();
        boolean same = next.samePlaceAs(chunk.from());
        again = same || isPartOfAStripeDoneAgain(chunk.from(), next);
        if (same && done.get().written() == 0) {
            fruitless++;
            running.pause(backOff(fruitless));
        } else {
            fruitless = 0;
        }
        position = next;
        attempts = 0;
        lastRecords = done.get().records();
        lastNanos = nanos;
        return true;
    }

    /** Pauses for what has been committed, once. */
    private void brake() {
        if (lastNanos == 0) {
            return;
        }
        Optional<Brake> brake = throttle.after(lastRecords, lastNanos);
        lastNanos = 0;
        say(brake.map(Brake::reason).orElse(null));
        brake.ifPresent(b -> pause(b.kind(), b.pause()));
    }

    private void pause(Brake.Kind kind, Duration pause) {
        long began = System.nanoTime();
        running.pause(pause);
        equipment.metrics().throttled(kind, Duration.ofNanos(System.nanoTime() - began));
    }

    /** Shows in the job why it is held up; reasons that differ only in a figure are not written again and again. */
    private void say(@Nullable String reason) {
        if (!Objects.equals(withoutFigures(reason), withoutFigures(throttledBecause))) {
            log.info(
                    "partition={} {}",
                    claim.key(),
                    reason == null ? "is not held up any more" : "is held up: " + reason);
            statements.tellThrottled(claim, reason);
            throttledBecause = reason;
        }
    }

    private static @Nullable String withoutFigures(@Nullable String reason) {
        return reason == null ? null : FIGURE.matcher(reason).replaceAll("");
    }


    private void giveWay(ChunkFailure failure) {
        log.info("partition={} chunk={} waits: {}", claim.key(), position.chunkNo(), failure.reason());
        running.pause(backOff(++attempts));
    }

    /** False when the gate refused it. */
    private boolean passOver(Chunk single, String reason) {
        Optional<PassedOver> passedOver = statements.passOver(claim, single, reason, running);
        if (passedOver.isEmpty()) {
            return false;
        }
        log.warn("partition={} passes over a charge: {}", claim.key(), reason);
        pace.passedOver(single);
        equipment.metrics().passedOver();
        failures = passedOver.get();
        again = isPartOfAStripeDoneAgain(single.from(), failures.next());
        position = failures.next();
        return true;
    }

    /** A first attempt may have written any of the stripe, so all of its parts are done as a second one. */
    private boolean isPartOfAStripeDoneAgain(Position from, Position next) {
        return again && next.sameStripeAs(from);
    }

    private static Duration backOff(int attempts) {
        return Duration.ofMillis(Math.min(1000, 20L << Math.min(attempts, 6)));
    }
}
