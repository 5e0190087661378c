/** The console, and the other pages for people, in a real browser. Compiled and run with {@code -Pfull} only. */
@NullMarked
package dev.bookingdate.server.console;

import org.jspecify.annotations.NullMarked;
