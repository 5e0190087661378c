package dev.bookingdate.client;

import java.io.Serializable;

/**
 * One reason for a failure.
 *
 * @param code eight digits, six for the resource and two for the category, as {@code x-error-codes} of the contract lists
 *     them; some servers of this API family send a number or a word instead. Empty if the service sent none.
 * @param message what went wrong, in English, for a person to read; not to be parsed. Empty if the service sent none.
 */
public record Reason(String code, String message) implements Serializable {

    /** Returns the category, the last two of the code's eight digits, such as {@code 40} for not found; else an empty text. */
    public String category() {
        return code.matches("[0-9]{8}") ? code.substring(6) : "";
    }
}
