/** From the request of an operation to the network and back: one interface, one decorator for each concern. */
@NullMarked
package dev.bookingdate.client.transport;

import org.jspecify.annotations.NullMarked;
