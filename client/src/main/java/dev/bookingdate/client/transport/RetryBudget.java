package dev.bookingdate.client.transport;

/**
 * How many repetitions all calls of a client may make together, as in the AWS SDKs: one takes five of the budget, a call that succeeds
 * gives back what its last repetition took, or one. During an outage each call is soon sent once, and not five times.
 */
public final class RetryBudget {
    private static final int FULL = 500;
    private static final int REPETITION = 5;

    private int left = FULL;

    /** Returns whether there is enough for one repetition, and takes it. */
    public synchronized boolean take() {
        if (left < REPETITION) {
            return false;
        }
        left -= REPETITION;
        return true;
    }

    public synchronized void giveBack(boolean afterRepetition) {
        left = Math.min(FULL, left + (afterRepetition ? REPETITION : 1));
    }
}
