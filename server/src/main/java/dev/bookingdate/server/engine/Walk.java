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

    /** A thread is kept so long, whoever waits for one; and nobody waits longer in it. */
    private static final Duration SLICE = Duration.ofSeconds(1);

    /** A shorter pause is over before anybody else has done anything useful. */
    private static final Duration WORTH_A_CLAIM = Duration.ofMillis(100);

    private static final Duration PATIENCE_WITH_LOCKS = Duration.ofMillis(900);

    private static final Duration BEHIND_A_LOCK = Duration.ofSeconds(2);

    private static final String WAITS_FOR_A_LOCK = "waits for a lock of another transaction";

    static final String TRIES_AGAIN = "tries again after a failure: ";

    /** With two minutes of waits between them. */
    private static final int MOST_ATTEMPTS = 8;

    /** How many rows one statement counts: some ten milliseconds' worth. */
    private static final int PIECE_ROWS = 50_000;

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
    private final long began = System.nanoTime();
    private long progressed = began;
    private boolean movedOn;
    private int attempts;
    private int fruitless;
    private @Nullable String throttledBecause;
    private @Nullable PassedOver failures;
    private long missing;
    private long lastRecords;
    private long lastNanos;

    /** @param late how much later it begins than it could have */
    Walk(Equipment equipment, RunningJobs runningJobs, RunningJob running, Claim claim, Duration late) {
        this.equipment = equipment;
        this.statements = equipment.statements();
        this.properties = equipment.properties();
        this.failureLimit = properties.failureLimit();
        this.runningJobs = runningJobs;
        this.running = running;
        this.throttle =
                equipment.throttleOf(ZoneId.of(claim.timeZone()), claim.key().job());
        if (throttle.isRate(claim.throttleReason())) {
            throttle.late(late);
        }
        this.pace = new Pace(
                properties.chunkTarget(),
                properties.windowRows(),
                properties.stripes(),
                throttle.recordsPerChunk(),
                wasInTheWay(claim.throttleReason()));
        this.throttledBecause = claim.throttleReason();
        this.claim = claim;
        this.position = claim.position();
        // A window is finished in the stripes that it was begun with, whatever this node would have chosen.
        this.stripes = claim.stripes() == null ? pace.stripes() : claim.stripes();
    }

    private static boolean wasInTheWay(@Nullable String reason) {
        return reason != null && (reason.startsWith(WAITS_FOR_A_LOCK) || reason.startsWith(TRIES_AGAIN));
    }

    /** Works until nothing is left for now. Empty when the job's row has to be looked at first. */
    Optional<Halt> run() {
        while (!runningJobs.draining()) {
            try {
                if (running.takeNews()) {
                    throttle.lookAgain();
                }
                Optional<Halt> wait = before();
                if (wait.isPresent()) {
                    return wait;
                }
                if (!claim.cut()) {
                    if (!(claim.isCounted() ? cut() : count())) {
                        return Optional.empty();
                    }
                    continue;
                }
                pace.atMost(throttle.recordsPerChunk());
                if (position.windowTo() == null) {
                    if (position.windowAfter() >= claim.upperKey()) {
                        if (!statements.reconcile(claim, pieceRows(), running)) {
                            return Optional.of(Ending.done());
                        }
                        movedOn = true;
                        continue;
                    }
                    beginWindow();
                }
                if (!work(new Chunk(position, stripes, pace.end(position, stripes), again))) {
                    return Optional.empty();
                }
                if (!claim.dryRun()) {
                    if (missing > 0 && properties.missingOriginals() == MissingOriginals.FAIL) {
                        return Optional.of(Ending.originalsMissing(missing));
                    }
                    if (failures != null && failureLimit.isExceededBy(failures)) {
                        return Optional.of(Ending.tooManyFailed(failures));
                    }
                }
                wait = brake();
                if (wait.isPresent()) {
                    return wait;
                }
            } catch (JobInterruptedException e) {
                return Optional.empty();
            } catch (DataAccessException e) {
                ChunkFailure failure = ChunkFailure.of(e);
                switch (failure.kind()) {
                    case CANCELLED, DATA -> {
                        return running.isInterrupted() ? Optional.empty() : failed(failure);
                    }
                    case RETRY -> {
                        Optional<Halt> wait = giveWay(failure);
                        if (wait.isPresent()) {
                            return wait;
                        }
                    }
                    case LOST -> throw e;
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

    /** False when another node holds the partition, or the job was asked to stop. */
    private boolean count() {
        Optional<Long> countedTo = claim.dryRun()
                ? countAndSample()
                : statements.count(claim, properties.partitionRows(), pieceRows(), running);
        countedTo.ifPresent(key -> claim = claim.countedTo(key));
        movedOn = true;
        return countedTo.isPresent();
    }

    private Optional<Long> countAndSample() {
        try {
            return statements.countAndSample(claim, properties.partitionRows(), pieceRows(), running);
        } catch (DataAccessException e) {
            if (ChunkFailure.of(e).kind() != ChunkFailure.Kind.DATA) {
                throw e;
            }
            // One charge of the sample has no date. The walk will find it; the estimate does without this piece.
            return statements.count(claim, properties.partitionRows(), pieceRows(), running);
        }
    }

    /** Fewer after each failure: it may be that the statement took too long. */
    private int pieceRows() {
        return PIECE_ROWS >> Math.min(claim.attempts(), MOST_ATTEMPTS);
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
        // Stripes make room for what is written.
        stripes = claim.dryRun() ? 1 : pace.stripes();
        pace.beginWindow();
        position = position.inWindow(statements.nextWindow(claim, position, pace.windowRows(), running));
    }

    /** False when the gate refused the chunk. */
    private boolean commit(Chunk chunk) {
        long begins = System.nanoTime();
        Optional<Done> done = statements.chunk(claim, chunk, running);
        if (done.isEmpty()) {
            return false;
        }
        long nanos = System.nanoTime() - begins;
        pace.committed(chunk, done.get(), nanos);
        equipment.metrics().chunk(claim, done.get(), nanos);
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
        movedOn = true;
        progressed = System.nanoTime();
        missing += done.get().missing();
        lastRecords = done.get().records();
        lastNanos = nanos;
        return true;
    }

    /** What keeps the next chunk from being done now, though nothing is wrong. */
    private Optional<Halt> before() {
        Optional<Brake> brake = throttle.before();
        if (brake.isPresent()) {
            return postponed(brake.get());
        }
        return System.nanoTime() - began > SLICE.toNanos() && throttle.othersFirst()
                ? Optional.of(Postponement.forOthers(equipment.clock().instant()))
                : Optional.empty();
    }

    /** Pauses for what has been committed, once; a long pause is for somebody else to use the thread. */
    private Optional<Halt> brake() {
        if (lastNanos == 0) {
            return Optional.empty();
        }
        Optional<Brake> brake = throttle.after(lastRecords, lastNanos);
        lastNanos = 0;
        if (brake.isPresent()) {
            Duration pause = brake.get().pause();
            if (pause.compareTo(SLICE) > 0 || (pause.compareTo(WORTH_A_CLAIM) > 0 && throttle.othersWait())) {
                return postponed(brake.get());
            }
        }
        say(brake.map(Brake::reason).orElse(null));
        brake.ifPresent(b -> pause(b.kind(), b.pause()));
        return Optional.empty();
    }

    private Optional<Halt> postponed(Brake brake) {
        logIfNews(brake.reason());
        equipment.metrics().throttled(brake.kind(), brake.pause());
        return Optional.of(
                Postponement.because(brake.reason(), equipment.clock().instant().plus(brake.pause())));
    }

    private void pause(Brake.Kind kind, Duration pause) {
        long begins = System.nanoTime();
        running.pause(pause);
        equipment.metrics().throttled(kind, Duration.ofNanos(System.nanoTime() - begins));
    }

    /** Shows in the job why it is held up; reasons that differ only in a figure are not written again and again. */
    private void say(@Nullable String reason) {
        if (logIfNews(reason)) {
            statements.tellThrottled(claim, reason);
            throttledBecause = reason;
        }
    }

    private boolean logIfNews(@Nullable String reason) {
        boolean news = !Objects.equals(withoutFigures(reason), withoutFigures(throttledBecause));
        if (news) {
            log.info(
                    "partition={} {}",
                    claim.key(),
                    reason == null ? "is not held up any more" : "is held up: " + reason);
        }
        return news;
    }

    private static @Nullable String withoutFigures(@Nullable String reason) {
        return reason == null ? null : FIGURE.matcher(reason).replaceAll("");
    }

    /** Another transaction was in the way: after a moment the thread is of more use to somebody else. */
    private Optional<Halt> giveWay(ChunkFailure failure) {
        if (System.nanoTime() - progressed > PATIENCE_WITH_LOCKS.toNanos()) {
            String blocker = running.blocker();
            String reason = blocker == null ? WAITS_FOR_A_LOCK : WAITS_FOR_A_LOCK + " (" + blocker + ")";
            logIfNews(reason);
            return Optional.of(
                    Postponement.because(reason, equipment.clock().instant().plus(BEHIND_A_LOCK)));
        }
        log.debug("partition={} chunk={} waits: {}", claim.key(), position.chunkNo(), failure.reason());
        running.pause(backOff(++attempts));
        return Optional.empty();
    }

    /** A failure that is neither a charge's fault nor a user's: it may pass, and if it does not, the job says so and ends. */
    private Optional<Halt> failed(ChunkFailure failure) {
        int inARow = statements.countFailure(claim, movedOn).orElse(0);
        if (inARow == 0) {
            return Optional.empty();
        }
        log.warn("partition={} failed {} times in a row: {}", claim.key(), inARow, failure.reason());
        if (inARow >= MOST_ATTEMPTS) {
            return Optional.of(Ending.failed(inARow, failure.reason()));
        }
        Duration wait = Duration.ofSeconds(Math.min(60, 1L << (inARow - 1)));
        return Optional.of(Postponement.afterFailure(
                TRIES_AGAIN + failure.reason(), equipment.clock().instant().plus(wait)));
    }

    /** False when the gate refused it. */
    private boolean passOver(Chunk single, String reason) {
        Optional<PassedOver> passedOver = statements.passOver(claim, single, reason, running);
        if (passedOver.isEmpty()) {
            return false;
        }
        log.warn("partition={} passes over a charge: {}", claim.key(), reason);
        pace.passedOver(single);
        equipment.metrics().passedOver(claim);
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
