/** Access tokens: where they come from, how long they are kept. */
@NullMarked
package dev.bookingdate.client.token;

import org.jspecify.annotations.NullMarked;
