/** The demo: realistic charges, and what to type to see a stop. */
@NullMarked
package dev.bookingdate.server.demo;

import org.jspecify.annotations.NullMarked;
