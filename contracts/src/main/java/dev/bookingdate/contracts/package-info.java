/** What each consumer relies on, served as stubs to its tests. */
@NullMarked
package dev.bookingdate.contracts;

import org.jspecify.annotations.NullMarked;
