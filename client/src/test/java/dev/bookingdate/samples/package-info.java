/** What the reference of the API shows. */
@NullMarked
package dev.bookingdate.samples;

import org.jspecify.annotations.NullMarked;
