/** Reads a job until it is what was waited for. */
@NullMarked
package dev.bookingdate.client.wait;

import org.jspecify.annotations.NullMarked;
