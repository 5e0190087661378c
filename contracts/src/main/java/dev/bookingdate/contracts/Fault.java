package dev.bookingdate.contracts;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.time.Duration;
import java.util.Locale;

/** What can go wrong with any call, and no contract can show: a service can't be asked to fail. */
public enum Fault {
    /** 500, as the spec documents it: something is wrong in the service. */
    INTERNAL_ERROR,
    /** 503 with {@code Retry-After}: the service is there and can't work at the moment. */
    UNAVAILABLE,
    /** No answer within half a minute; a consumer whose own time-out is longer waits for the answer of the contract. */
    TIME_OUT,
    /** The connection is reset, and nobody knows whether the call has done something. */
    DROPPED_CONNECTION;

    private static final Duration LONGER_THAN_ANY_TEST = Duration.ofSeconds(30);
    private static final String REQUEST_ID = "d385ab22-0f51-4b97-9ecd-b8ff3fd4fcb6";

    /** @param answer of the contract */
    ResponseDefinitionBuilder instead(ResponseDefinitionBuilder answer) {
        return switch (this) {
            case INTERNAL_ERROR -> refusal(500, "50000060", "An internal error occurred.");
            case UNAVAILABLE ->
                refusal(503, "50000061", "The service is temporarily unavailable.")
                        .withHeader("Retry-After", "1");
            case TIME_OUT -> answer.withFixedDelay((int) LONGER_THAN_ANY_TEST.toMillis());
            case DROPPED_CONNECTION ->
                ResponseDefinitionBuilder.responseDefinition()
                        .withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER);
        };
    }

    private static ResponseDefinitionBuilder refusal(int status, String code, String message) {
        return ResponseDefinitionBuilder.responseDefinition()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withHeader("Zuora-Request-Id", REQUEST_ID)
                .withHeader("Vary", "Accept-Encoding")
                .withBody("{\"processId\":\"9F2C4E6A8B0D1F35\",\"reasons\":[{\"code\":\"" + code + "\",\"message\":\""
                        + message + "\"}],\"requestId\":\"" + REQUEST_ID + "\",\"success\":false}");
    }

    /** The name in messages: in small letters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
