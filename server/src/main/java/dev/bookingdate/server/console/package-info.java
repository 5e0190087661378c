/** The console: a page for people, and one more consumer of the API. It has no endpoint of its own. */
@NullMarked
package dev.bookingdate.server.console;

import org.jspecify.annotations.NullMarked;
