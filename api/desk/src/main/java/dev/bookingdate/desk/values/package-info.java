/** Schemas as sets of JSON values, and whether one set lies within another. */
@NullMarked
package dev.bookingdate.desk.values;

import org.jspecify.annotations.NullMarked;
