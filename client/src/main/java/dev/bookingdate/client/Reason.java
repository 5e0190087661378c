package dev.bookingdate.client;

import java.io.Serializable;

/**
 * One reason for a failure.
 *
 * @param code eight digits, six for the resource and two for the category, as {@code x-error-codes} of the contract lists
 *     them; some servers of this API family send a word instead. Empty if the service sent none.
 * @param message what went wrong, in English, for a person to read; not to be parsed. Empty if the service sent none.
 */
public record Reason(String code, String message) implements Serializable {}
