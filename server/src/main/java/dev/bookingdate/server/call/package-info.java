/**
 * The call in progress. A room of its own because {@code http}, which establishes it, knows rooms that need it too: each
 * envelope has its ids. Imports no other room.
 */
@NullMarked
package dev.bookingdate.server.call;

import org.jspecify.annotations.NullMarked;
