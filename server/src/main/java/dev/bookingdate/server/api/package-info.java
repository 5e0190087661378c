/** The delegates: they translate between the contract's types and the domain's, and hold no rule. */
@NullMarked
package dev.bookingdate.server.api;

import org.jspecify.annotations.NullMarked;
