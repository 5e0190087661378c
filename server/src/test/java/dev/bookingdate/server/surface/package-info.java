/** The published surface as a stranger meets it: bytes on a socket, answers held against the contract. */
@NullMarked
package dev.bookingdate.server.surface;

import org.jspecify.annotations.NullMarked;
