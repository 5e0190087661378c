/** The embedded PostgreSQL and everything else that concerns the database itself. */
@NullMarked
package dev.bookingdate.server.database;

import org.jspecify.annotations.NullMarked;
