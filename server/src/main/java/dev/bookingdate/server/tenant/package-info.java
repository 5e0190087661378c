/** Tenants as whoever operates the server sees, changes and removes them. */
@NullMarked
package dev.bookingdate.server.tenant;

import org.jspecify.annotations.NullMarked;
