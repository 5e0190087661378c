package dev.bookingdate.client;

/** Is told of each request that the client sends, those for access tokens included. */
@FunctionalInterface
public interface CallObserver {

    /**
     * Called when a request has been answered, or will not be any more. In a thread that brings answers: has to return soon,
     * and must not make calls that wait. What it throws is passed over.
     */
    void onAttempt(Attempt attempt);
}
