package dev.bookingdate.server.engine;

import java.time.Instant;

/**
 * Nothing is to be done before {@code until}; the partition may go on anywhere then.
 *
 * @param reason for people: it is shown in the job
 */
record Postponement(Instant until, String reason) implements Halt {}
