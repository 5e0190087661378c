/** Holds contracts and stubs against the spec, and the spec against the contracts: what none of them exercises. */
@NullMarked
package dev.bookingdate.contracts.check;

import org.jspecify.annotations.NullMarked;
