package dev.bookingdate.server.limit;

/**
 * How many calls a window holds.
 *
 * @param calls the limit that callers are told
 */
record RateLimit(RateWindow window, long calls) {

    /** The limit with what is kept on top of it, for the calls that stop a job: a hundredth, at least 10. */
    long withReserve() {
        return calls + Math.max(10, calls / 100);
    }
}
