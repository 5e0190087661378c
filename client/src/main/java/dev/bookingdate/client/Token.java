package dev.bookingdate.client;

import java.time.Instant;

/** An access token, and until when it is to be used. */
record Token(String value, Instant renewAt) {

    /** Without the token: a record would show it. */
    @Override
    public String toString() {
        return "Token[renewAt=" + renewAt + "]";
    }
}
