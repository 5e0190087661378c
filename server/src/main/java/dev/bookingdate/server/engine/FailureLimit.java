package dev.bookingdate.server.engine;

/**
 * How many charges may fail before their job has failed.
 *
 * @param share of the charges in scope, 0 to 1: a job of which more have failed is FAILED
 * @param rows but not before so many have failed, or all; 1 or more
 */
record FailureLimit(double share, int rows) {

    boolean isExceededBy(PassedOver passedOver) {
        return passedOver.failed() >= Math.min(rows, passedOver.total())
                && passedOver.failed() > share * passedOver.total();
    }
}
