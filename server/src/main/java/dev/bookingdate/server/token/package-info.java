/**
 * Who gets a token: clients and their secrets, the keys that sign, and what makes guessing slow. What a token says is in
 * {@link dev.bookingdate.server.token.TokenClaims}; the room {@code caller} reads it.
 */
@NullMarked
package dev.bookingdate.server.token;

import org.jspecify.annotations.NullMarked;
