/** The operations behind both faces, the one that waits and the one that does not. */
@NullMarked
package dev.bookingdate.client.operation;

import org.jspecify.annotations.NullMarked;
