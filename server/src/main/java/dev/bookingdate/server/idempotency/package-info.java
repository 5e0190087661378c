/**
 * Answers a repeated call with the answer of the first: what the call does and what it answers are written in one
 * transaction. Knows nothing of HTTP but a status and headers.
 */
@NullMarked
package dev.bookingdate.server.idempotency;

import org.jspecify.annotations.NullMarked;
