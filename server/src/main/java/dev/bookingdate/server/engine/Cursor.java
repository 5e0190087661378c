package dev.bookingdate.server.engine;

/**
 * Where a walk stands, and how it goes on from there.
 *
 * @param stripes how many the window at {@code position} is split into, whatever this node would have chosen
 * @param again whether this job may have written some of the stripe before
 */
record Cursor(Position position, int stripes, boolean again) {

    /** Where a claim begins. The node before may have left a stripe for a second attempt. */
    static Cursor of(Claim claim, int stripes) {
        return new Cursor(claim.position(), claim.stripes() == null ? stripes : claim.stripes(), true);
    }

    boolean isBetweenWindows() {
        return position.windowTo() == null;
    }

    /** Whether nothing is left up to {@code upperKey}. */
    boolean isDone(long upperKey) {
        return isBetweenWindows() && position.windowAfter() >= upperKey;
    }

    /** The same at the beginning of a window. */
    Cursor inWindow(long to, int stripesOfWindow) {
        return new Cursor(position.inWindow(to), stripesOfWindow, again);
    }

    Chunk chunkTo(long key) {
        return new Chunk(position, stripes, key, again);
    }

    /**
     * Behind a chunk that has committed. Of a stripe that is done again all parts are done as a second attempt, since the first
     * one may have written any of it.
     */
    Cursor at(Position next) {
        boolean sameAgain = next.samePlaceAs(position) || (again && next.sameStripeAs(position));
        return new Cursor(next, stripes, sameAgain);
    }
}
