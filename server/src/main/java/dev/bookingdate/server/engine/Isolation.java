package dev.bookingdate.server.engine;

import java.time.Duration;
import java.util.Optional;

/** Finds the charge that keeps a chunk from being written: the chunk is tried in halves until the charge is alone. */
final class Isolation {

    /** How often a chunk is retried when concurrent writes beat every update. */
    private static final int PATIENCE = 5;

    private static final String WITHOUT_EFFECT = "an update of it has no effect";

    private final Pace pace;
    private int fruitless;

    Isolation(Pace pace) {
        this.pace = pace;
    }

    /** Whether a chunk was repeated in vain so often that something in it must keep it from being written. */
    boolean isStuck() {
        return fruitless >= PATIENCE;
    }

    /** A chunk is stuck: as {@link #failed}. */
    Optional<String> stuck(Chunk chunk) {
        return failed(chunk, WITHOUT_EFFECT);
    }

    /**
     * A chunk can't be written.
     *
     * @return why its one charge is to be passed over; empty when halves of the chunk are tried
     */
    Optional<String> failed(Chunk chunk, String reason) {
        fruitless = 0;
        if (chunk.isSingle()) {
            return Optional.of(reason);
        }
        pace.halve(chunk);
        return Optional.empty();
    }

    /** A chunk has committed. Returns how long to wait before the next one. */
    Duration committed(Chunk chunk, Done done) {
        if (done.written() > 0 || !done.next().samePlaceAs(chunk.from())) {
            fruitless = 0;
            return Duration.ZERO;
        }
        return Setbacks.backOff(++fruitless);
    }
}
