package dev.bookingdate.client.token;

import java.time.Instant;

/**
 * An access token.
 *
 * @param renewAt from when on another one is wanted, without haste
 * @param goodUntil until when it is to be used; its end, less what a request may take on its way
 */
public record Token(String value, Instant renewAt, Instant goodUntil) {

    public Token withRenewAt(Instant later) {
        return new Token(value, later, goodUntil);
    }

    /** Without the token: a record would show it. */
    @Override
    public String toString() {
        return "Token[renewAt=" + renewAt + ", goodUntil=" + goodUntil + "]";
    }
}
