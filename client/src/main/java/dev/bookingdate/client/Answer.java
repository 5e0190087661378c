package dev.bookingdate.client;

import java.net.http.HttpHeaders;

/** A whole answer of the service, or of what stands in front of it. */
@SuppressWarnings("ArrayRecordComponent") // Answers are never compared.
record Answer(int status, HttpHeaders headers, byte[] body) {

    boolean isSuccess() {
        return status / 100 == 2;
    }

    Answer with(HttpHeaders otherHeaders, byte[] otherBody) {
        return new Answer(status, otherHeaders, otherBody);
    }
}
