package dev.bookingdate.server.engine;

/** What has become of a claim. */
enum Hold {
    /** The partition is this claim's still. */
    HELD,
    /** Another claim holds it: who goes on with this one is a zombie. */
    TAKEN_OVER,
    /** The job is at rest. */
    AT_REST
}
