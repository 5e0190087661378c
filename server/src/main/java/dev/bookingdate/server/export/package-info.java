/** What leaves again: charges with their booking dates, and what jobs have changed, as CSV. */
@NullMarked
package dev.bookingdate.server.export;

import org.jspecify.annotations.NullMarked;
