/**
 * Who calls: issues tokens, verifies them, and tells the tenant, entity and orgs of a call. Refuses by throwing
 * {@link dev.bookingdate.server.error.RequestRefused}; how the answer looks is the business of the room {@code http}.
 */
@NullMarked
package dev.bookingdate.server.auth;

import org.jspecify.annotations.NullMarked;
