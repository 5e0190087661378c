package dev.bookingdate.server.limit;

/**
 * How a tenant stands after a call, in the window that is nearest to its end of quota.
 *
 * @param letIn whether the call is let in
 * @param remaining calls that are left, as far as this node knows
 * @param resetSeconds until the window ends, 1 or more
 */
record RateStanding(boolean letIn, RateLimit limit, long remaining, long resetSeconds) {

    RateStanding letInByReserve() {
        return new RateStanding(true, limit, remaining, resetSeconds);
    }
}
