/** Callers that take their time: what they send and read so slowly that a thread each would be held by them. */
@NullMarked
package dev.bookingdate.server.slow;

import org.jspecify.annotations.NullMarked;
