/** Answers calls from a document's examples, before there is a service. */
@NullMarked
package dev.bookingdate.desk.mock;

import org.jspecify.annotations.NullMarked;
