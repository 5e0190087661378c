/**
 * Backfill jobs: what they are, how their status moves, and who may see or stop them. {@link Jobs#stop} is the one place
 * where a stop is decided.
 */
@NullMarked
package dev.bookingdate.server.job;

import org.jspecify.annotations.NullMarked;
