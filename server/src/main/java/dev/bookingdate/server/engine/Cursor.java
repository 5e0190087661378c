package dev.bookingdate.server.engine;

/**
 * Where a walk stands, and how it goes on from there.
 *
 * @param stripes how many the window at {@code position} is split into, whatever this node would have chosen
 * @param again whether this job may have written some of the stripe before
 * @param dense whether charges of the window are picked by their keys
 */
record Cursor(Position position, int stripes, boolean again, boolean dense) {

    /**
     * Where a claim begins. The node before may have left a stripe for a second attempt. How many charges its window has is not
     * known, so it is scanned to its end.
     */
    static Cursor of(Claim claim, int stripes) {
        return new Cursor(claim.position(), claim.stripes() == null ? stripes : claim.stripes(), true, false);
    }

    boolean isBetweenWindows() {
        return position.windowTo() == null;
    }

    /** Whether nothing is left up to {@code upperKey}. */
    boolean isDone(long upperKey) {
        return isBetweenWindows() && position.windowAfter() >= upperKey;
    }

    /** The same at the beginning of a window. */
    Cursor inWindow(long to, int stripesOfWindow, boolean isDense) {
        return new Cursor(position.inWindow(to), stripesOfWindow, again, isDense);
    }

    Chunk chunkTo(long key) {
        return new Chunk(position, stripes, key, again, dense);
    }

    /**
     * Behind a chunk that has committed. Of a stripe that is done again all parts are done as a second attempt, since the first
     * one may have written any of it.
     */
    Cursor at(Position next) {
        boolean sameAgain = next.samePlaceAs(position) || (again && next.sameStripeAs(position));
        return new Cursor(next, stripes, sameAgain, dense);
    }
}
