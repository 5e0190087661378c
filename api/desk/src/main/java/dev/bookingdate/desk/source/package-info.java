/** OpenAPI documents as trees that know where each node stands. */
@NullMarked
package dev.bookingdate.desk.source;

import org.jspecify.annotations.NullMarked;
