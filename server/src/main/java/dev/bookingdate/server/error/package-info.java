/**
 * What any room may throw to refuse a call, and the codes for it. Imports no other room; the room {@code http} turns a
 * refusal into the envelope.
 */
@NullMarked
package dev.bookingdate.server.error;

import org.jspecify.annotations.NullMarked;
