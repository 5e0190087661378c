package dev.bookingdate.server.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a job is: the cursor of its checkpoint.
 *
 * @param chunkNo how many chunks have committed
 * @param windowAfter every charge up to this key is done
 * @param windowTo the last key of the window being worked on; null between two windows
 * @param stripe the next stripe of that window, from 0
 */
record Position(long chunkNo, long windowAfter, @Nullable Long windowTo, int stripe) {

    /** The same position inside a window. */
    Position inWindow(long to) {
        return new Position(chunkNo, windowAfter, to, stripe);
    }

    /** Whether both name the same stripe of the same window: then it has to be done again. */
    boolean samePlaceAs(Position other) {
        return windowAfter == other.windowAfter && Objects.equals(windowTo, other.windowTo) && stripe == other.stripe;
    }

    /** Where the job stands once the stripe at this position is done. */
    Position afterStripe(int stripes) {
        return windowTo == null || stripe + 1 < stripes
                ? new Position(chunkNo + 1, windowAfter, windowTo, stripe + 1)
                : new Position(chunkNo + 1, windowTo, null, 0);
    }
}
