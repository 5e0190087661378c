/** What the jar does when it is started: it serves, or runs a command; and why it can't. */
@NullMarked
package dev.bookingdate.server.start;

import org.jspecify.annotations.NullMarked;
