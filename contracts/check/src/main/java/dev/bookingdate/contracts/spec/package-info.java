/** What the spec promises, to hold against what is seen. */
@NullMarked
package dev.bookingdate.contracts.spec;

import org.jspecify.annotations.NullMarked;
