package dev.bookingdate.server.engine;

import java.time.Instant;

/** Nothing is to be done before {@code until}; the partition may go on anywhere then. */
record Postponement(Instant until) implements Halt {}
