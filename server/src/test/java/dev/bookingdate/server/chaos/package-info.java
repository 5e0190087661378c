/**
 * Real nodes and a real PostgreSQL under faults, and a checker of what must hold whatever is killed or cut. See
 * docs/faults.md.
 */
@NullMarked
package dev.bookingdate.server.chaos;

import org.jspecify.annotations.NullMarked;
