package dev.bookingdate.server.engine;

import java.time.Duration;

/**
 * How large the next window and its stripes are, so that a chunk takes about as long as it should. It learns from every
 * chunk; what it has learnt is lost with the worker, and soon learnt again.
 */
final class Pace {

    /** With fewer rows in a chunk, its own cost outweighs that of the rows. */
    private static final int FEWEST_ROWS = 50;

    private static final int FIRST_ROWS = 2_000;

    /** So many keys has the first chunk where somebody was in the way before. */
    private static final long CAREFUL_SPAN = 64;

    private static final double FASTEST_GROWTH = 2;

    /** Of the time that a chunk may take before the stripe is done in parts. */
    private static final int TOO_LONG = 2;

    /**
     * Stripes make room on each page for the versions that later stripes write, at the price of reading the window once
     * for each of them. Where less than this share is written, that price is not worth it.
     */
    private static final double WORTH_STRIPES = 0.25;

    private final Duration target;
    private final int mostRows;
    private final int mostStripes;
    private int mostRowsPerChunk;
    private int mostRowsOfWindow = Integer.MAX_VALUE;
    private double rowsPerChunk;
    private double writtenShare = 1;
    private long windowRecords;
    private long windowWritten;
    private long firstSpan;
    private long span;

    /**
     * @param target how long a chunk should take
     * @param mostRows how many rows a window has at most
     * @param stripes how many stripes a window is split into, where that is worth it
     * @param mostRowsPerChunk how many rows a whole stripe has at most
     * @param careful whether somebody was in the way when the partition was left: the first chunks are small then
     */
    Pace(Duration target, int mostRows, int stripes, int mostRowsPerChunk, boolean careful) {
        this.target = target;
        this.mostRows = mostRows;
        this.mostStripes = stripes;
        this.mostRowsPerChunk = mostRowsPerChunk;
        this.rowsPerChunk = FIRST_ROWS;
        this.firstSpan = careful ? CAREFUL_SPAN : Long.MAX_VALUE;
        this.span = firstSpan;
    }

    /** How many stripes the next window has. */
    int stripes() {
        return writtenShare < WORTH_STRIPES ? 1 : mostStripes;
    }

    /** How many rows the next window has. */
    int windowRows() {
        return (int) Math.max(1, Math.min(mostRows, Math.min(mostRowsPerChunk, rowsPerChunk) * stripes()));
    }

    /** A window begins. */
    void beginWindow() {
        windowRecords = 0;
        windowWritten = 0;
        mostRowsOfWindow = mostRowsPerChunk;
        span = firstSpan;
    }

    /** Bounds the chunks from now on, also those of a window that was begun under another bound. */
    void atMost(int rowsPerChunk) {
        mostRowsPerChunk = rowsPerChunk;
    }

    /**
     * The last key of the chunk that begins after {@code position}.
     *
     * @param stripes how many the window has
     */
    long end(Position position, int stripes) {
        // A window that was begun under this bound is small enough, however far its keys lie apart.
        long most = mostRowsPerChunk >= mostRowsOfWindow ? Long.MAX_VALUE : (long) mostRowsPerChunk * stripes;
        long next = Math.min(span, most);
        long left = position.end() - position.after();
        return next >= left ? position.end() : position.after() + next;
    }

    /** A chunk has committed after {@code nanos}. */
    void committed(Chunk chunk, Done done, long nanos) {
        if (done.next().samePlaceAs(chunk.from())) {
            return;
        }
        firstSpan = Long.MAX_VALUE;
        windowRecords += done.records();
        windowWritten += done.written();
        double ratio = (double) target.toNanos() / Math.max(1, nanos);
        if (chunk.isWhole() && done.records() > 0) {
            double wanted = done.records() * Math.min(FASTEST_GROWTH, ratio);
            rowsPerChunk = clamp((3 * rowsPerChunk + wanted) / 4);
        }
        if (ratio < 1.0 / TOO_LONG) {
            span = Math.max(chunk.stripes(), (long) (chunk.span() * ratio));
        } else if (ratio > 1) {
            grow(chunk);
        }
        if (done.next().windowTo() == null && windowRecords > 0) {
            writtenShare = (double) windowWritten / windowRecords;
        }
    }

    /** A chunk was in somebody's way, or can't be written: its halves are tried one after the other. */
    void halve(Chunk chunk) {
        span = Math.max(chunk.stripes(), chunk.span() / 2);
    }

    /** The charge that could not be written is passed over: what is behind it may be fine. */
    void passedOver(Chunk chunk) {
        grow(chunk);
    }

    private void grow(Chunk chunk) {
        if (span != Long.MAX_VALUE) {
            span = Math.max(span, 2 * chunk.span());
        }
    }

    private double clamp(double rows) {
        return Math.max(FEWEST_ROWS, Math.min(mostRows, rows));
    }
}
