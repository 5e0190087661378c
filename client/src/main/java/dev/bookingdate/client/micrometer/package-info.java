/** Measures the client's requests by Micrometer, for applications that have it. */
@NullMarked
package dev.bookingdate.client.micrometer;

import org.jspecify.annotations.NullMarked;
