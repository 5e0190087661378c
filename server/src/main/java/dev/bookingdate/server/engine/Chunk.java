package dev.bookingdate.server.engine;

/**
 * What one statement does: a stripe of a window, or a part of it.
 *
 * @param from where the partition stands; inside a window
 * @param stripes how many the window is split into
 * @param to the last key, up to the end of the window
 * @param again whether this job may have written some of it before
 * @param dense whether its window has a charge for so many of its keys that charges are picked by their keys
 */
record Chunk(Position from, int stripes, long to, boolean again, boolean dense) {

    /** The key before the first one. */
    long after() {
        return from.after();
    }

    /** The first key behind {@link #after} that belongs to the stripe. */
    long first() {
        return after() + 1 + Math.floorMod(from.stripe() - after() - 1, (long) stripes);
    }

    /** How many keys it spans, of which every {@code stripes}-th belongs to it. */
    long span() {
        return to - after();
    }

    /** Whether no more than one charge can be in it. */
    boolean isSingle() {
        return span() <= stripes;
    }

    /** Whether it is all of its stripe. */
    boolean isWhole() {
        return from.stripeAfter() == null && to == from.end();
    }

    Position next() {
        return from.after(to, stripes);
    }
}
