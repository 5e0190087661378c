/**
 * The client for booking date backfill jobs: {@link dev.bookingdate.client.BackfillClient} is the way in.
 *
 * <p>Everything under {@code generated} is made from the contract at each build; everything else is written by hand.
 */
@NullMarked
package dev.bookingdate.client;

import org.jspecify.annotations.NullMarked;
