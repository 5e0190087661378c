package dev.bookingdate.server.limit;

/**
 * How many calls a window holds.
 *
 * @param calls the limit that callers are told
 */
record RateLimit(Window window, long calls) {

    /** The limit with what is kept on top of it, for the calls that stop a job: a hundredth, at least 10. */
    long withReserve() {
        return calls + Math.max(10, calls / 100);
    }

    /** The windows in which a tenant's calls are counted. */
    enum Window {
        MINUTE("minute", 60),
        HOUR("hour", 3_600),
        DAY("day", 86_400);

        private final String text;
        private final int seconds;

        Window(String text, int seconds) {
            this.text = text;
            this.seconds = seconds;
        }

        /** As a message names it. */
        String text() {
            return text;
        }

        int seconds() {
            return seconds;
        }
    }

    /**
     * How a tenant stands after a call, in the window that is nearest to its end of quota.
     *
     * @param letIn whether the call is let in
     * @param remaining calls that are left, as far as this node knows
     * @param resetSeconds until the window ends, 1 or more
     */
    record Standing(boolean letIn, RateLimit limit, long remaining, long resetSeconds) {

        Standing letInByReserve() {
            return new Standing(true, limit, remaining, resetSeconds);
        }
    }
}
