/** The command line {@code bookingdate}. */
@NullMarked
package dev.bookingdate.cli;

import org.jspecify.annotations.NullMarked;
