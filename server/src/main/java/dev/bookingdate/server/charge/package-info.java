/** The charge table: how charges get into it, from CSV exports or as a demo. */
@NullMarked
package dev.bookingdate.server.charge;

import org.jspecify.annotations.NullMarked;
