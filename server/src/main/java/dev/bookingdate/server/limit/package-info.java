/**
 * How many calls a tenant may make in a minute, an hour and a day, and how many of an entity may run at a time. Refuses by
 * throwing {@link dev.bookingdate.server.error.RequestRefused}. Knows nothing of HTTP but the names of its headers.
 */
@NullMarked
package dev.bookingdate.server.limit;

import org.jspecify.annotations.NullMarked;
