/** Tells what a failure is: its answers and exceptions become one of the face's exceptions. */
@NullMarked
package dev.bookingdate.client.errors;

import org.jspecify.annotations.NullMarked;
