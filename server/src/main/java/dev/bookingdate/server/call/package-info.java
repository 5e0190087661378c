/**
 * The ids of the call in progress. A room of its own because {@code http}, which makes them, imports {@code api}, which
 * needs them in every envelope. Imports no other room.
 */
@NullMarked
package dev.bookingdate.server.call;

import org.jspecify.annotations.NullMarked;
