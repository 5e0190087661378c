/** The command line. */
@NullMarked
package dev.bookingdate.desk.command;

import org.jspecify.annotations.NullMarked;
