package dev.bookingdate.server.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition is: the cursor of its checkpoint.
 *
 * @param chunkNo how many chunks have committed
 * @param windowAfter every charge up to this key is done
 * @param windowTo the last key of the window being worked on; null between two windows
 * @param stripe the next stripe of that window, from 0
 * @param stripeAfter every charge of that stripe up to this key is done; null at its beginning
 */
record Position(
        long chunkNo,
        long windowAfter,
        @Nullable Long windowTo,
        int stripe,
        @Nullable Long stripeAfter) {

    /** The same position at the beginning of a window. */
    Position inWindow(long to) {
        return new Position(chunkNo, windowAfter, to, stripe, null);
    }

    /** The last key of the window. */
    long end() {
        return Objects.requireNonNull(windowTo, "not inside a window");
    }

    /** The key before the first one of the stripe that is not done. */
    long after() {
        return stripeAfter == null ? windowAfter : stripeAfter;
    }

    /** Whether nothing has come between: then what was tried from the other position has to be tried again. */
    boolean samePlaceAs(Position other) {
        return sameStripeAs(other) && Objects.equals(stripeAfter, other.stripeAfter);
    }

    /** Whether both are in one stripe, or at its beginning. */
    boolean sameStripeAs(Position other) {
        return windowAfter == other.windowAfter && Objects.equals(windowTo, other.windowTo) && stripe == other.stripe;
    }

    /** Where the partition stands once this stripe is done up to {@code key}. */
    Position after(long key, int stripes) {
        if (key < end()) {
            return new Position(chunkNo + 1, windowAfter, windowTo, stripe, key);
        }
        return stripe + 1 < stripes
                ? new Position(chunkNo + 1, windowAfter, windowTo, stripe + 1, null)
                : new Position(chunkNo + 1, end(), null, 0, null);
    }
}
