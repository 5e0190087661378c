/**
 * Who calls: verifies tokens, and finds the tenant, entity and orgs of a call. Refuses by throwing
 * {@link dev.bookingdate.server.error.RequestRefused}; how the answer looks is the business of the room {@code http}.
 */
@NullMarked
package dev.bookingdate.server.caller;

import org.jspecify.annotations.NullMarked;
