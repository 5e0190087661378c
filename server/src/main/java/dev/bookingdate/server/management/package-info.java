/**
 * What operators ask, on a port of its own: health, metrics, and what runs here. Imports no other room; what a room
 * knows about its health it tells by itself.
 */
@NullMarked
package dev.bookingdate.server.management;

import org.jspecify.annotations.NullMarked;
