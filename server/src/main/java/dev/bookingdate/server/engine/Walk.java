package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * One walk of a worker through a partition that it has claimed. While there is work: a window, a chunk, its checkpoint, a pause.
 * How large a chunk is says {@link Pace}, which charge is in its way {@link Isolation}, how long to wait {@link Brakes} and
 * {@link Setbacks}.
 */
final class Walk {

    private static final Logger log = LoggerFactory.getLogger(Walk.class);

    private static final Duration BEHIND_A_LOCK = Duration.ofSeconds(2);

    private static final String WAITS_FOR_A_LOCK = "waits for a lock of another transaction";

    static final String TRIES_AGAIN = "tries again after a failure: ";

    /** How many rows one statement counts: some ten milliseconds' worth. */
    private static final int PIECE_ROWS = 50_000;

    /**
     * Charges are picked by their keys where there are no more keys for each: others' charges may lie between. From some 16 on a scan
     * of the window is faster.
     */
    private static final long MOST_KEYS = 8;

    private final Equipment equipment;
    private final JobStatements statements;
    private final EngineProperties properties;
    private final RunningJobs runningJobs;
    private final RunningJob running;
    private final Throttle throttle;
    private final Pace pace;
    private final Isolation isolation;
    private final Setbacks setbacks = new Setbacks(System::nanoTime);
    private final Brakes brakes;

    private Claim claim;
    private Cursor cursor;
    private @Nullable PassedOver failures;
    private long missing;

    /** @param late how much later it begins than it could have */
    Walk(Equipment equipment, RunningJobs runningJobs, RunningJob running, Claim claim, Duration late) {
        this.equipment = equipment;
        this.statements = equipment.statements();
        this.properties = equipment.properties();
        this.runningJobs = runningJobs;
        this.running = running;
        this.claim = claim;
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
        this.isolation = new Isolation(pace);
        this.brakes = new Brakes(
                claim.key(),
                throttle,
                running,
                equipment.metrics(),
                equipment.clock(),
                System::nanoTime,
                claim.throttleReason(),
                reason -> statements.tellThrottled(claim, reason));
        this.cursor = Cursor.of(claim, pace.stripes());
    }

    private static boolean wasInTheWay(@Nullable String reason) {
        return reason != null && (reason.startsWith(WAITS_FOR_A_LOCK) || reason.startsWith(TRIES_AGAIN));
    }

    /** Works until nothing is left for now. Empty when the job's row has to be looked at first. */
    Optional<Halt> run() {
        Optional<Halt> halt = Optional.empty();
        try {
            while (halt.isEmpty() && !runningJobs.draining()) {
                halt = attempt();
            }
        } catch (JobInterruptedException e) {
            return Optional.empty();
        }
        return halt;
    }

    private Optional<Halt> attempt() {
        try {
            return step();
        } catch (DataAccessException e) {
            ChunkFailure failure = ChunkFailure.of(e);
            return switch (failure.kind()) {
                case CANCELLED, DATA -> failed(failure);
                case RETRY -> giveWay(failure);
                case LOST -> throw e;
            };
        }
    }

    private Optional<Halt> step() {
        Optional<Halt> wait = brakes.before();
        if (wait.isPresent()) {
            return wait;
        }
        if (!claim.cut()) {
            prepare();
            return Optional.empty();
        }
        if (cursor.isDone(claim.upperKey())) {
            return reconcile();
        }
        pace.atMost(throttle.recordsPerChunk());
        if (cursor.isBetweenWindows()) {
            beginWindow();
        }
        work(cursor.chunkTo(pace.end(cursor.position(), cursor.stripes())));
        return tooMuchIsWrong().or(brakes::after);
    }

    /** Counts the next charges of the job, or cuts it into partitions. */
    private void prepare() {
        if (claim.isCounted()) {
            cut();
        } else {
            claim = claim.countedTo(granted(claim.dryRun() ? countAndSample() : count()));
        }
        setbacks.progressed();
    }

    private Optional<Long> count() {
        return statements.count(claim, properties.partitionRows(), pieceRows(), running);
    }

    private Optional<Long> countAndSample() {
        try {
            return statements.countAndSample(claim, properties.partitionRows(), pieceRows(), running);
        } catch (DataAccessException e) {
            if (ChunkFailure.of(e).kind() != ChunkFailure.Kind.DATA) {
                throw e;
            }
            // One charge of the sample has no date. The walk will find it; the estimate does without this piece.
            return count();
        }
    }

    private void cut() {
        Cut cut = granted(statements.cut(claim, properties.partitionRows(), properties.maxPartitions(), running));
        claim = claim.cutAt(cut.upperKey());
        if (cut.partitions() > 1) {
            JobKey job = claim.key().job();
            log.info("job={} is cut into {} partitions", job, cut.partitions());
            statements.queue().tellOfPartitions(job);
        }
    }

    /** Nothing is left: counts what the audit holds, until that is done. */
    private Optional<Halt> reconcile() {
        if (!statements.reconcile(claim, pieceRows(), running)) {
            return Optional.of(Ending.done());
        }
        setbacks.progressed();
        return Optional.empty();
    }

    private int pieceRows() {
        return Setbacks.pieceRows(PIECE_ROWS, claim.attempts());
    }

    private void beginWindow() {
        // Stripes make room for what is written.
        int stripes = claim.dryRun() ? 1 : pace.stripes();
        int rows = pace.windowRows();
        pace.beginWindow();
        long to = statements.nextWindow(claim, cursor.position(), rows, running);
        long keys = to - cursor.position().windowAfter();
        // A window of one stripe is read once anyway.
        cursor = cursor.inWindow(to, stripes, stripes > 1 && keys <= MOST_KEYS * rows);
    }

    /** Does a chunk, or finds out which charge is in its way. */
    private void work(Chunk chunk) {
        if (isolation.isStuck()) {
            isolation.stuck(chunk).ifPresent(reason -> passOver(chunk, reason));
            return;
        }
        try {
            commit(chunk);
        } catch (DataAccessException e) {
            ChunkFailure failure = ChunkFailure.of(e);
            switch (failure.kind()) {
                case DATA -> isolation.failed(chunk, failure.reason()).ifPresent(reason -> passOver(chunk, reason));
                case RETRY -> {
                    pace.halve(chunk);
                    throw e;
                }
                case CANCELLED, LOST -> throw e;
            }
        }
    }

    private void commit(Chunk chunk) {
        long begins = System.nanoTime();
        Done done = granted(statements.chunk(claim, chunk, running));
        long nanos = System.nanoTime() - begins;
        pace.committed(chunk, done, nanos);
        equipment.metrics().chunk(claim, done, nanos);
        cursor = cursor.at(done.next());
        missing += done.missing();
        setbacks.progressed();
        brakes.committed(done.records(), nanos);
        running.pause(isolation.committed(chunk, done));
    }

    private void passOver(Chunk single, String reason) {
        PassedOver passedOver = granted(statements.passOver(claim, single, reason, running));
        log.warn("partition={} passes over a charge: {}", claim.key(), reason);
        pace.passedOver(single);
        equipment.metrics().passedOver(claim);
        failures = passedOver;
        cursor = cursor.at(passedOver.next());
    }

    /** What a statement returned that has a gate: the one that refused it leaves nothing to do but to look at the job's row. */
    private static <T> T granted(Optional<T> result) {
        return result.orElseThrow(JobInterruptedException::new);
    }

    private Optional<Halt> tooMuchIsWrong() {
        if (claim.dryRun()) {
            return Optional.empty();
        }
        if (missing > 0 && properties.missingOriginals() == MissingOriginals.FAIL) {
            return Optional.of(Ending.originalsMissing(missing));
        }
        return failures != null && properties.failureLimit().isExceededBy(failures)
                ? Optional.of(Ending.tooManyFailed(failures))
                : Optional.empty();
    }

    /** Another transaction was in the way: after a moment the thread is of more use to somebody else. */
    private Optional<Halt> giveWay(ChunkFailure failure) {
        if (setbacks.isBehindALock()) {
            String blocker = running.blocker();
            String reason = blocker == null ? WAITS_FOR_A_LOCK : WAITS_FOR_A_LOCK + " (" + blocker + ")";
            brakes.log(reason);
            return Optional.of(Postponement.because(reason, in(BEHIND_A_LOCK)));
        }
        log.debug("partition={} waits: {}", claim.key(), failure.reason());
        running.pause(setbacks.nextAttempt());
        return Optional.empty();
    }

    /** A failure that is neither a charge's fault nor a user's: it may pass, and if it does not, the job says so and ends. */
    private Optional<Halt> failed(ChunkFailure failure) {
        if (running.isInterrupted()) {
            throw new JobInterruptedException();
        }
        int inARow = granted(statements.countFailure(claim, setbacks.everProgressed()));
        log.warn("partition={} failed {} times in a row: {}", claim.key(), inARow, failure.reason());
        return Optional.of(
                Setbacks.areTooMany(inARow)
                        ? Ending.failed(inARow, failure.reason())
                        : Postponement.afterFailure(
                                TRIES_AGAIN + failure.reason(), in(Setbacks.afterFailures(inARow))));
    }

    private Instant in(Duration wait) {
        return equipment.clock().instant().plus(wait);
    }
}
