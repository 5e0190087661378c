/** Who agrees with whom: the verdicts of all sides on each contract, and the page that shows them. */
@NullMarked
package dev.bookingdate.contracts.agreement;

import org.jspecify.annotations.NullMarked;
