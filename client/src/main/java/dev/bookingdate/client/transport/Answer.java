package dev.bookingdate.client.transport;

import java.net.http.HttpHeaders;

/** A whole answer of the service, or of what stands in front of it. */
@SuppressWarnings("ArrayRecordComponent") // Answers are never compared.
public record Answer(int status, HttpHeaders headers, byte[] body) {

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    public Answer with(HttpHeaders otherHeaders, byte[] otherBody) {
        return new Answer(status, otherHeaders, otherBody);
    }
}
