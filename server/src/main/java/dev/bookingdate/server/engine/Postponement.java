package dev.bookingdate.server.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is to be done before {@code until}; the partition may go on anywhere then.
 *
 * @param reason for people: it is shown in the job; null where the thread goes to somebody who waits for one
 */
record Postponement(Instant until, @Nullable String reason) implements Halt {}
