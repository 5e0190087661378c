package dev.bookingdate.server.chaos;

/** Time that passes between two deeds of the run. */
final class Pause {

    private Pause() {}

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Ended();
        }
    }

    /** The run is over: whoever waits goes home. */
    static final class Ended extends RuntimeException {
        Ended() {
            super("the run is over", null, false, false);
        }
    }
}
